namespace OpenTraces.Schema;

/// <summary>One hunk that one tool call produced: its identity and where it landed. Its text is a <see cref="TracePatch"/>.</summary>
public sealed record Patch
{
    /// <summary>The id of the hunk; see <see cref="TracePatch.ComputeId"/>.</summary>
    public required string PatchId { get; init; }

    /// <summary>The file, as the transcript or snapshot names it.</summary>
    public required string FilePath { get; init; }

    /// <summary>The producing step.</summary>
    public int? StepIndex { get; init; }

    /// <summary>The producing call.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>How the change was seen, for example <c>transcript</c>.</summary>
    public IReadOnlyList<string> CaptureMethod { get; init; } = [];

    /// <summary>The working tree before the call, where one was taken.</summary>
    public string? SnapshotBeforeId { get; init; }

    /// <summary>The working tree after the call, where one was taken.</summary>
    public string? SnapshotAfterId { get; init; }

    /// <summary>Where the change landed; null in the stored record, laid over it when read.</summary>
    public GitAnchor? Anchor { get; init; }

    /// <summary>Commits of earlier anchors, newest first.</summary>
    public IReadOnlyList<string> SupersededBy { get; init; } = [];

    /// <summary>What is known to be missing, as short names.</summary>
    public IReadOnlyList<string> Limitations { get; init; } = [];

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
