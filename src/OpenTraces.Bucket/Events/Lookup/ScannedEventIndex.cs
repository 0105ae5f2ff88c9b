using OpenTraces.Bucket.Segments;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events.Lookup;

/// <summary>The index of a segment without a footer, made by walking its events as far as somebody has asked.</summary>
internal sealed class ScannedEventIndex(FileHandles handles) : EventIndex
{
    private readonly Lock _lock = new();
    private readonly List<uint> _offsets = [];
    private readonly List<byte> _kinds = [];
    private readonly List<string> _kindNames = [];
    private readonly Dictionary<TraceId, long> _traces = [];
    private long _next = EventSegment.FirstFrame;

    public override long OffsetOf(EventSegment segment, long sequence)
    {
        lock (_lock)
        {
            CatchUp(segment);
            return _offsets[(int)(sequence - segment.First)];
        }
    }

    public override long LastAbout(EventSegment segment, TraceId trace)
    {
        lock (_lock)
        {
            CatchUp(segment);
            return _traces.GetValueOrDefault(trace);
        }
    }

    public override IEnumerable<long> OfKind(EventSegment segment, string kind, long after)
    {
        lock (_lock)
        {
            CatchUp(segment);
            var found = new List<long>();
            for (var i = (int)Math.Max(0, after + 1 - segment.First); i < _kinds.Count; i++)
            {
                if (_kindNames[_kinds[i]] == kind)
                    found.Add(segment.First + i);
            }

            return found;
        }
    }

    /// <summary>The payload of the footer that seals the segment.</summary>
    public byte[] ToFooter(EventSegment segment)
    {
        lock (_lock)
        {
            CatchUp(segment);
            var names = _kindNames.Order(StringComparer.Ordinal).ToList();
            var places = _kindNames.Select(k => (byte)names.IndexOf(k)).ToArray();
            var footer = new EventFooter
            {
                First = segment.First,
                Last = segment.Last,
                Before = segment.Before,
                Head = segment.Head,
                Kinds = names,
                Traces = _traces.Count,
            };
            return footer.ToBytes(_offsets, [.. _kinds.Select(k => places[k])], _traces);
        }
    }

    /// <summary>The number of kinds so far: a segment's footer has a byte for one.</summary>
    public int KindCount(EventSegment segment)
    {
        lock (_lock)
        {
            CatchUp(segment);
            return _kindNames.Count;
        }
    }

    private void CatchUp(EventSegment segment)
    {
        if (_next >= segment.End)
            return;
        new EventReader(handles, segment).Walk(_next, (offset, kind, trace) =>
        {
            var place = _kindNames.IndexOf(kind);
            if (place < 0)
            {
                place = _kindNames.Count;
                _kindNames.Add(kind);
            }

            _offsets.Add((uint)offset);
            _kinds.Add((byte)place);
            if (trace is { } id)
                _traces[id] = segment.First + _offsets.Count - 1;
        });
        _next = segment.End;
    }
}
