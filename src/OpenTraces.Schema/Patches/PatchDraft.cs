namespace OpenTraces.Schema;

/// <summary>
/// One hunk at zero context as a parser sees it: lines removed and lines added, without their line ends. The id is given
/// once the trace is known (<see cref="TracePatch.FromDraft"/>).
/// </summary>
public sealed record PatchDraft
{
    /// <summary>The file as the transcript names it: absolute, or relative to the session's working directory.</summary>
    public required string FilePath { get; init; }

    /// <summary>Where a moved file came from.</summary>
    public string? OldPath { get; init; }

    /// <summary>What happened to the file.</summary>
    public PatchKind Kind { get; init; }

    /// <summary>The producing call.</summary>
    public required string ToolCallId { get; init; }

    /// <summary>The producing step.</summary>
    public required int StepIndex { get; init; }

    /// <summary>The working directory in force, which a relative path refers to; null when unknown.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>When the call was made, ISO 8601; null when unknown.</summary>
    public string? Timestamp { get; init; }

    /// <summary>The first removed line in the old file, from 1; null when the transcript does not say.</summary>
    public int? OldStart { get; init; }

    /// <summary>The first added line in the new file, from 1; null when the transcript does not say.</summary>
    public int? NewStart { get; init; }

    /// <summary>Lines taken away.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>Lines put in.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>How the change was seen; default <c>transcript</c>.</summary>
    public string CaptureMethod { get; init; } = "transcript";

    /// <summary>What is known to be missing, for example <c>replace_all</c> or <c>content_unknown</c>.</summary>
    public IReadOnlyList<string> Limitations { get; init; } = [];
}
