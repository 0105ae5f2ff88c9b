using OpenTraces.Schema;

namespace OpenTraces.Bucket.Records;

/// <summary>
/// A record as it lies in blobs: a head that changes with every generation, a part that seldom does, and the steps in
/// pages. What all of it is made from is the raw bytes and the parser version alone.
/// </summary>
internal sealed record StoredRecord
{
    /// <summary>The record without steps, hunks, system prompts and tool definitions.</summary>
    public required RawJson Head { get; init; }

    /// <summary>A record of which only the system prompts and tool definitions count; null when they stand in the head.</summary>
    public ContentHash? Shared { get; init; }

    /// <summary>True when the head's patches are what the hunks say of themselves, and are therefore left out.</summary>
    public required bool PatchesFollowHunks { get; init; }

    public required IReadOnlyList<Page> Steps { get; init; }

    /// <summary>
    /// The blobs of the texts that steps hold as previews, each once, in the order of their first appearance: whoever walks
    /// references need not read the steps.
    /// </summary>
    public IReadOnlyList<ContentHash> Texts { get; init; } = [];

    public required RawJson Report { get; init; }
}
