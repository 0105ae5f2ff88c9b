namespace OpenTraces.Bucket.Index;

/// <summary>What the index keeps of a served record.</summary>
internal sealed record TraceDocument
{
    public required string TitleWords { get; init; }

    public required string PromptWords { get; init; }

    public required string TextWords { get; init; }

    public required string FileWords { get; init; }

    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>By how often they were called, then by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> Tools { get; init; }

    public required IReadOnlyList<string> Skills { get; init; }

    /// <summary>In order. Asked for once; of a large trace they are read while they are written.</summary>
    public required IAsyncEnumerable<PageWords> Pages { get; init; }
}
