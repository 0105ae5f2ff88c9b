using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Events.Lookup;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Repairing.Log;

/// <summary>What one file of the log still says of itself.</summary>
/// <param name="Name">The name of the segment.</param>
/// <param name="Start">The number of its first event and the digest before it; null when its beginning is damaged.</param>
/// <param name="Last">The last event of its unbroken beginning.</param>
/// <param name="Head">The digest of that.</param>
/// <param name="End">Where the unbroken beginning ends.</param>
/// <param name="IsWhole">Nothing that was acknowledged is missing in it.</param>
/// <param name="Committed">The last event that any valid frame in it says was acknowledged.</param>
/// <param name="FirstSeen">The first event of which anything is left; null when nothing is.</param>
internal sealed record LogFile(
    string Name, (long First, ContentHash Before)? Start, long Last, ContentHash Head, long End, bool IsWhole, long Committed, long? FirstSeen)
{
    public static LogFile Read(StoreFiles files, string folder, string name, FrameExpander expander, CancellationToken cancellationToken)
    {
        using var file = files.OpenRead(Path.Combine(folder, name));
        var (scan, footer) = (BatchScan.FromStart(file, expander, cancellationToken), EventFooter.Read(file, out _, out _));
        var committed = Math.Max(scan.Last, footer?.Last ?? 0);
        long? first = null;
        SegmentScanner.Scan(file, SegmentFormat.HeadLength, Visit, cancellationToken);
        return new LogFile(
            name, scan.Start, scan.Last, scan.Head, scan.End,
            scan is { Start: not null, IsBroken: false } && (footer is null || (footer.Last == scan.Last && !scan.HasGap)),
            committed, first);

        bool Visit(long offset, in FrameHeader header, ReadOnlySpan<byte> stored)
        {
            if (header.Kind is FrameKind.Commit or FrameKind.LogStart && Frame.ExpandVerified(header, stored, expander) is { } json
                && EventJson.TryReadCommit(json) is var (_, last, _))
                committed = Math.Max(committed, last);
            if (header.Kind == FrameKind.Event && first is null && Frame.ExpandVerified(header, stored, expander) is { } one)
                first = EventJson.TryRead(one, header.Hash, out _)?.Sequence;
            return true;
        }
    }

    /// <summary>Shows every event of which the bytes are what their digest says, in the order of the file.</summary>
    public void Visit(StoreFiles files, string folder, FrameExpander expander, Action<TraceEvent> visit, CancellationToken cancellationToken)
    {
        using var file = files.OpenRead(Path.Combine(folder, Name));
        SegmentScanner.Scan(
            file,
            SegmentFormat.HeadLength,
            (long _, in FrameHeader header, ReadOnlySpan<byte> stored) =>
            {
                if (header.Kind == FrameKind.Event && Frame.ExpandVerified(header, stored, expander) is { } json
                    && EventJson.TryRead(json, header.Hash, out var _) is { } one)
                    visit(one);
                return true;
            },
            cancellationToken);
    }
}
