using OpenTraces.Bucket.Segments;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events;

/// <summary>Reads the committed events of one segment in order and checks each against its digest and the one before.</summary>
internal sealed class EventReader(FileHandles handles, EventSegment segment)
{
    private const int WindowLength = 1 << 16;

    private byte[] _window = [];
    private long _windowStart;
    private int _windowLength;

    public IEnumerable<TraceEvent> Read(long after)
    {
        var (offset, sequence) = StartFor(after);
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

    /// <summary>The nearest known beginning of an event at or before the first one wanted.</summary>
    private (long Offset, long Sequence) StartFor(long after)
    {
        var stride = Math.Max(0, after + 1 - segment.First) / EventFooter.Stride;
        return stride < segment.Offsets.Count
            ? (segment.Offsets[(int)stride], segment.First + (stride * EventFooter.Stride))
            : (EventSegment.FirstFrame, segment.First);
    }

    private FrameHeader HeaderAt(long offset) =>
        FrameHeader.TryRead(Peek(offset, FrameHeader.Size), out var header) && offset + header.FrameLength <= segment.End
            ? header
            : throw Corrupt(offset);

    private TraceEvent EventAt(long offset, in FrameHeader header, long sequence, ContentHash? previous)
    {
        var stored = Peek(offset + FrameHeader.Size, header.StoredLength);
        return stored.Length == header.StoredLength
            && Frame.ExpandVerified(header, stored) is { } json
            && EventJson.TryRead(json, header.Hash, out var named) is { } read
            && read.Sequence == sequence && (previous is null || previous == named)
            ? read
            : throw Corrupt(offset);
    }

    private ReadOnlySpan<byte> Peek(long offset, int count)
    {
        if (offset < _windowStart || offset + count > _windowStart + _windowLength)
        {
            if (_window.Length < Math.Max(count, WindowLength))
                _window = new byte[Math.Max(count, WindowLength)];
            _windowStart = offset;
            _windowLength = handles.Read(segment.Path, offset, _window);
        }

        var start = (int)(offset - _windowStart);
        return _window.AsSpan(start, Math.Min(count, _windowLength - start));
    }

    private OpenTracesException Corrupt(long offset) => new(
        OpenTracesErrorCode.StoreCorrupt,
        $"The event log is damaged in '{segment.Path}' at offset {offset}: restore that segment from a copy of the bucket.");
}
