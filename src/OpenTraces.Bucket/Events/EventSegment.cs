using OpenTraces.Bucket.Events.Lookup;
using OpenTraces.Bucket.Segments;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events;

/// <summary>What this process knows of one file of the log. Sequence numbers and digests in it never change; it only grows.</summary>
internal sealed record EventSegment
{
    public required string Name { get; init; }

    public required string Path { get; init; }

    /// <summary>The sequence of its first event.</summary>
    public required long First { get; init; }

    /// <summary>The digest of the event before its first; the default for the first segment.</summary>
    public required ContentHash Before { get; init; }

    /// <summary>The sequence of its last committed event; <see cref="First"/> less one when it has none.</summary>
    public required long Last { get; init; }

    /// <summary>The digest of its last committed event, or <see cref="Before"/>.</summary>
    public required ContentHash Head { get; init; }

    /// <summary>Behind the last commit.</summary>
    public required long End { get; init; }

    public required EventIndex Index { get; init; }

    /// <summary>The length of the file when it was last read.</summary>
    public long SeenLength { get; init; }

    /// <summary>A whole batch lies behind damage: events were lost.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Valid frames lie behind damage, none of them a whole batch.</summary>
    public bool HasGap { get; init; }

    public bool IsSealed { get; init; }

    public static long FirstFrame => SegmentFormat.HeadLength;
}
