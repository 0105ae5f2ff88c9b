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
    private readonly FrameExpander _expander;
    private int _batch;
    private ContentHash _batchHead;
    private long _cursor;

    private BatchScan(FrameExpander expander, long from, long last, ContentHash head)
    {
        _expander = expander;
        _cursor = End = from;
        Last = last;
        Head = head;
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

    /// <summary>Scans a whole segment; the first frame says where its numbers begin.</summary>
    public static BatchScan FromStart(StoreFile file, FrameExpander expander, CancellationToken cancellationToken) =>
        new BatchScan(expander, EventSegment.FirstFrame, -1, default).Run(file, cancellationToken);

    /// <summary>Scans what was added to a segment.</summary>
    public static BatchScan Continue(StoreFile file, FrameExpander expander, EventSegment segment, CancellationToken cancellationToken)
    {
        var scan = new BatchScan(expander, segment.End, segment.Last, segment.Head) { Start = (segment.First, segment.Before) };
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
                _batch++;
                _batchHead = header.Hash;
                return true;
            case FrameKind.Commit:
                return Commit(header, stored);
            default:
                return true;
        }
    }

    private void Gap()
    {
        HasGap = true;
        _batch = 0;
    }

    private bool Begin(long offset, in FrameHeader header, ReadOnlySpan<byte> stored)
    {
        if (offset != EventSegment.FirstFrame || Frame.ExpandVerified(header, stored, _expander) is not { } json
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
        var commit = Frame.ExpandVerified(header, stored, _expander) is { } json ? EventJson.TryReadCommit(json) : null;
        var isWhole = commit is var (first, last, head) && _batch > 0 && last - first + 1 == _batch
            && head == _batchHead;
        if (isWhole && !HasGap && Start is not null && commit!.Value.First == Last + 1)
            Accept(commit.Value.Last, commit.Value.Head);
        else if (isWhole)
            IsBroken = true;
        else
            HasGap = true;
        _batch = 0;
        return commit is not null;
    }

    private void Accept(long last, ContentHash head)
    {
        Last = last;
        Head = head;
        End = _cursor;
    }
}
