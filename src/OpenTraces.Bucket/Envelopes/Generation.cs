using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>One held state of a session's bytes, and what a parser made of it.</summary>
internal sealed record Generation
{
    /// <summary>From 1, in the order of arrival in this bucket.</summary>
    public required int Index { get; init; }

    /// <summary>The generations whose every source is the beginning of this one's.</summary>
    public required IReadOnlyList<int> Extends { get; init; }

    /// <summary>The session file first.</summary>
    public required IReadOnlyList<StoredSource> Sources { get; init; }

    /// <summary>Blob of the record; see <see cref="Records.StoredRecord"/>.</summary>
    public required ContentHash Record { get; init; }

    /// <summary>Blob of the list of hunk pages; null without hunks.</summary>
    public ContentHash? Trail { get; init; }

    /// <summary>Blob of the list of media pages; null without media.</summary>
    public ContentHash? Media { get; init; }

    public required string Parser { get; init; }

    public required int ParserVersion { get; init; }

    public string? TimestampStart { get; init; }

    public string? TimestampEnd { get; init; }

    public required int Steps { get; init; }

    public required int Patches { get; init; }

    public required LineCounts Lines { get; init; }

    /// <summary>Bytes of its raw sources, before sharing and compression; an earlier state of a held one has none of its own.</summary>
    public long RawBytes => Sources.Where(s => s.Within is null).Sum(s => s.Length);

    public StoredSource Main => Sources[0];
}
