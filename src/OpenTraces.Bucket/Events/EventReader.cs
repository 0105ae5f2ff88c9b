using OpenTraces.Bucket.Segments;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events;

/// <summary>Reads the committed events of one segment in order and checks each against its digest and the one before.</summary>
internal sealed class EventReader(FileHandles handles, EventSegment segment)
{
    // One event is wanted more often than all: the first read is small.
    private const int FirstWindowLength = 1 << 12;
    private const int WindowLength = 1 << 16;

    private byte[] _window = [];
    private long _windowStart;
    private int _windowLength;

    public IEnumerable<TraceEvent> Read(long after)
    {
        var (offset, sequence) = after < segment.First
            ? (EventSegment.FirstFrame, segment.First)
            : (segment.Index.OffsetOf(segment, after), after);
        ContentHash? previous = sequence == segment.First ? segment.Before : null;
        while (offset < segment.End)
        {
            var header = HeaderAt(offset);
            if (header.Kind == FrameKind.Event)
            {
                if (sequence > after)
                    yield return EventAt(offset, header, sequence, previous);
                previous = header.Hash;
                sequence++;
            }

            offset += header.FrameLength;
        }

        if (sequence != segment.Last + 1)
            throw Corrupt(segment.End);
    }

    /// <summary>One event.</summary>
    public TraceEvent ReadOne(long sequence)
    {
        var offset = segment.Index.OffsetOf(segment, sequence);
        var header = HeaderAt(offset);
        return header.Kind == FrameKind.Event ? EventAt(offset, header, sequence, null) : throw Corrupt(offset);
    }

    /// <summary>Shows every committed event from an offset on: where it begins, its kind and the trace it is about.</summary>
    public void Walk(long offset, Action<long, string, TraceId?> visit)
    {
        while (offset < segment.End)
        {
            var header = HeaderAt(offset);
            if (header.Kind == FrameKind.Event)
            {
                var stored = Peek(offset + FrameHeader.Size, header.StoredLength);
                if (stored.Length < header.StoredLength || Frame.ExpandVerified(header, stored, handles.Expander) is not { } json
                    || EventJson.TryReadSubject(json) is not var (kind, trace))
                {
                    throw Corrupt(offset);
                }

                visit(offset, kind, trace);
            }

            offset += header.FrameLength;
        }
    }

    private FrameHeader HeaderAt(long offset) =>
        FrameHeader.TryRead(Peek(offset, FrameHeader.Size), out var header) && offset + header.FrameLength <= segment.End
            ? header
            : throw Corrupt(offset);

    private TraceEvent EventAt(long offset, in FrameHeader header, long sequence, ContentHash? previous)
    {
        var stored = Peek(offset + FrameHeader.Size, header.StoredLength);
        return stored.Length == header.StoredLength
            && Frame.ExpandVerified(header, stored, handles.Expander) is { } json
            && EventJson.TryRead(json, header.Hash, out var named) is { } read
            && read.Sequence == sequence && (previous is null || previous == named)
            ? read
            : throw Corrupt(offset);
    }

    private ReadOnlySpan<byte> Peek(long offset, int count)
    {
        if (offset < _windowStart || offset + count > _windowStart + _windowLength)
        {
            var wanted = Math.Max(count, _windowLength == 0 ? FirstWindowLength : WindowLength);
            if (_window.Length < wanted)
                _window = new byte[wanted];
            _windowStart = offset;
            _windowLength = handles.Read(segment.Path, offset, _window.AsSpan(0, wanted));
        }

        var start = (int)(offset - _windowStart);
        return _window.AsSpan(start, Math.Min(count, _windowLength - start));
    }

    private OpenTracesException Corrupt(long offset) => new(
        OpenTracesErrorCode.StoreCorrupt,
        $"The event log is damaged in '{segment.Path}' at offset {offset}: restore that segment from a copy of the bucket.");
}
