using System.Diagnostics.CodeAnalysis;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Snapshots;

/// <summary>What the working tree was at a boundary, and what the call that ended there did to it.</summary>
[Experimental("OT0001")]
public sealed record BoundarySnapshot
{
    /// <summary>The boundary.</summary>
    public required TraceBoundary Boundary { get; init; }

    /// <summary>The commit in the shadow repository; null when no snapshot was made.</summary>
    public string? Commit { get; init; }

    /// <summary>The commit's tree; null when no snapshot was made.</summary>
    public string? Tree { get; init; }

    /// <summary>
    /// The changes since the <c>tool_before</c> of the same call, each a hunk at zero context; empty at every other boundary.
    /// Their <see cref="PatchDraft.StepIndex"/> is 0, because only the transcript knows the step.
    /// </summary>
    public IReadOnlyList<PatchDraft> Patches { get; init; } = [];

    /// <summary>What is missing, for example <c>snapshot_timed_out</c> or <c>large_files_left_out:2</c>.</summary>
    public IReadOnlyList<string> Limitations { get; init; } = [];

    /// <summary>Why no snapshot was made, and what to do; null when one was, or when the time ran out.</summary>
    public string? Failure { get; init; }
}
