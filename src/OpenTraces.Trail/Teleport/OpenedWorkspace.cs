using OpenTraces.Schema;

namespace OpenTraces.Trail.Teleport;

/// <summary>What opening an exported trace made.</summary>
public sealed record OpenedWorkspace
{
    /// <summary>The new folder, absolute, with <c>trace.json</c>, <c>patches.jsonl</c>, <c>anchors.jsonl</c> and <c>manifest.json</c>.</summary>
    public required string Folder { get; init; }

    /// <inheritdoc cref="TraceWorkspace.WorkspaceId"/>
    public required string WorkspaceId { get; init; }

    /// <summary>The trace.</summary>
    public required TraceId TraceId { get; init; }

    /// <summary>The repository with its files checked out; null when none came along, or only what a clone lacks.</summary>
    public required string? Repository { get; init; }

    /// <summary>The commit that is checked out; null without a repository.</summary>
    public required string? Head { get; init; }

    /// <summary>The commits that took the trace's changes, under <c>refs/opentraces/commits/</c> of the repository or the bundle.</summary>
    public required IReadOnlyList<string> Commits { get; init; }

    /// <summary>The commits a clone must have before <c>git.bundle</c> can be fetched into it.</summary>
    public required IReadOnlyList<string> Prerequisites { get; init; }

    /// <summary>What is not in it, as short names.</summary>
    public required IReadOnlyList<string> Limitations { get; init; }
}
