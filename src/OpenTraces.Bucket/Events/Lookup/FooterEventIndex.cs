using System.Buffers.Binary;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Lookup;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events.Lookup;

/// <summary>The index of a sealed segment: its footer, read once to be sure of it. A damaged one is replaced by a walk over the frames.</summary>
internal sealed class FooterEventIndex(FileHandles handles, EventFooter footer, long offset, FrameHeader header) : EventIndex
{
    private readonly Lock _loading = new();
    private readonly ScannedEventIndex _scanned = new(handles);
    private volatile SortedLines? _traces;
    private volatile bool _isDamaged;

    private long Payload => offset + FrameHeader.Size;

    public override long OffsetOf(EventSegment segment, long sequence)
    {
        Span<byte> line = stackalloc byte[EventFooter.EventLine];
        return IsUsable(segment) && handles.Read(segment.Path, LineOf(sequence), line) == line.Length
            ? BinaryPrimitives.ReadUInt32LittleEndian(line)
            : _scanned.OffsetOf(segment, sequence);
    }

    public override long LastAbout(EventSegment segment, TraceId trace)
    {
        if (!IsUsable(segment))
            return _scanned.LastAbout(segment, trace);
        Span<byte> line = stackalloc byte[EventFooter.TraceLine];
        return _traces!.Find(LookupKey.Of(trace), line) < 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(line[LookupKey.Size..]);
    }

    public override IEnumerable<long> OfKind(EventSegment segment, string kind, long after)
    {
        var place = -1;
        for (var i = 0; i < footer.Kinds.Count && place < 0; i++)
            place = footer.Kinds[i] == kind ? i : -1;
        if (place < 0)
            return [];
        return IsUsable(segment) ? Read(segment, (byte)place, after) : _scanned.OfKind(segment, kind, after);
    }

    private List<long> Read(EventSegment segment, byte kind, long after)
    {
        var first = Math.Max(after + 1, footer.First);
        var bytes = new byte[(footer.Last - first + 1) * EventFooter.EventLine];
        handles.Read(segment.Path, LineOf(first), bytes);
        var found = new List<long>();
        for (var i = 0; i < bytes.Length; i += EventFooter.EventLine)
        {
            if (bytes[i + EventFooter.EventLine - 1] == kind)
                found.Add(first + (i / EventFooter.EventLine));
        }

        return found;
    }

    private long LineOf(long sequence) => Payload + footer.EventsAt + ((sequence - footer.First) * EventFooter.EventLine);

    private bool IsUsable(EventSegment segment)
    {
        if (_traces is not null || _isDamaged)
            return !_isDamaged;
        lock (_loading)
        {
            if (_traces is null && !_isDamaged)
            {
                _traces = SortedLines.Load(
                    handles, segment.Path, Payload, header, footer.TracesAt, EventFooter.TraceLine, footer.Traces);
                _isDamaged = _traces is null;
            }

            return !_isDamaged;
        }
    }
}
