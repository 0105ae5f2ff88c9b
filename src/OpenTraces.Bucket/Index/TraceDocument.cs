namespace OpenTraces.Bucket.Index;

/// <summary>What the index keeps of a served record. Words are folded, distinct, in UTF-8, and separated by spaces.</summary>
internal sealed class TraceDocument : IDisposable
{
    public required byte[] TitleWords { get; init; }

    public required byte[] PromptWords { get; init; }

    public required byte[] TextWords { get; init; }

    public required byte[] FileWords { get; init; }

    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>By how often they were called, then by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> Tools { get; init; }

    public required IReadOnlyList<string> Skills { get; init; }

    /// <summary>Which words stand on which pages; null in a document that was made without words.</summary>
    public required PagePartSpool? Pages { get; init; }

    public void Dispose() => Pages?.Dispose();
}
