using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events;

/// <summary>
/// Walks a log segment from a known position and accepts whole batches only. What follows the last accepted one was never
/// acknowledged, unless another whole batch stands behind it: then the log is broken there.
/// </summary>
internal sealed class BatchScan
{
    private readonly Dictionary<TraceId, long>? _traces;
    private readonly List<(long Offset, ContentHash Hash, TraceId? Trace)> _batch = [];
    private long _cursor;

    private BatchScan(long from, long last, ContentHash head, Dictionary<TraceId, long>? traces)
    {
        _cursor = End = from;
        Last = last;
        Head = head;
        _traces = traces;
    }

    /// <summary>Behind the last accepted batch.</summary>
    public long End { get; private set; }

    public long Last { get; private set; }

    public ContentHash Head { get; private set; }

    /// <summary>What the first frame says, when the scan began there and it says so.</summary>
    public (long First, ContentHash Before)? Start { get; private set; }

    /// <summary>Bytes that are no valid frame lie between <see cref="End"/> and a valid frame.</summary>
    public bool HasGap { get; private set; }

    /// <summary>A whole batch lies behind a gap.</summary>
    public bool IsBroken { get; private set; }

    public bool HasFooter { get; private set; }

    /// <summary>Where each accepted event begins, when the scan was asked for it.</summary>
    public List<long>? Offsets { get; private init; }

    /// <summary>Scans a whole segment; the first frame says where its numbers begin.</summary>
    public static BatchScan FromStart(
        StoreFile file, Dictionary<TraceId, long>? traces, bool withOffsets, CancellationToken cancellationToken)
    {
        var scan = new BatchScan(EventSegment.FirstFrame, -1, default, traces) { Offsets = withOffsets ? [] : null };
        return scan.Run(file, cancellationToken);
    }

    /// <summary>Scans what was added to a segment.</summary>
    public static BatchScan Continue(
        StoreFile file, EventSegment segment, Dictionary<TraceId, long>? traces, CancellationToken cancellationToken)
    {
        var scan = new BatchScan(segment.End, segment.Last, segment.Head, traces) { Start = (segment.First, segment.Before) };
        return scan.Run(file, cancellationToken);
    }

    private BatchScan Run(StoreFile file, CancellationToken cancellationToken)
    {
        var outcome = SegmentScanner.Scan(file, End, Visit, cancellationToken);
        HasFooter = outcome.FooterOffset == End;
        return this;
    }

    private bool Visit(long offset, in FrameHeader header, ReadOnlySpan<byte> stored)
    {
        if (offset != _cursor)
            Gap();
        _cursor = offset + header.FrameLength;
        switch (header.Kind)
        {
            case FrameKind.LogStart:
                return Begin(offset, header, stored);
            case FrameKind.Event:
                var trace = _traces is null ? null : TraceOf(header, stored);
                _batch.Add((offset, header.Hash, trace));
                return true;
            case FrameKind.Commit:
                return Commit(header, stored);
            default:
                return true;
        }
    }

    private static TraceId? TraceOf(in FrameHeader header, ReadOnlySpan<byte> stored) =>
        Frame.ExpandVerified(header, stored) is { } json ? EventJson.ReadTraceId(json) : null;

    private void Gap()
    {
        HasGap = true;
        _batch.Clear();
    }

    private bool Begin(long offset, in FrameHeader header, ReadOnlySpan<byte> stored)
    {
        if (offset != EventSegment.FirstFrame || Frame.ExpandVerified(header, stored) is not { } json
            || EventJson.TryReadCommit(json) is not var (first, _, before))
        {
            return false;
        }

        Start = (first, before);
        Last = first - 1;
        Head = before;
        End = _cursor;
        return true;
    }

    private bool Commit(in FrameHeader header, ReadOnlySpan<byte> stored)
    {
        var commit = Frame.ExpandVerified(header, stored) is { } json ? EventJson.TryReadCommit(json) : null;
        var isWhole = commit is var (first, last, head) && _batch.Count > 0 && last - first + 1 == _batch.Count
            && head == _batch[^1].Hash;
        if (isWhole && !HasGap && Start is not null && commit!.Value.First == Last + 1)
            Accept(commit.Value.Head);
        else if (isWhole)
            IsBroken = true;
        else
            HasGap = true;
        _batch.Clear();
        return commit is not null;
    }

    private void Accept(ContentHash head)
    {
        foreach (var (offset, _, trace) in _batch)
        {
            Last++;
            Offsets?.Add(offset);
            if (trace is { } id)
                _traces![id] = Last;
        }

        Head = head;
        End = _cursor;
    }
}
