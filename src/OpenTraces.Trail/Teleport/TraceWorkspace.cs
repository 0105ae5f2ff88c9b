using System.Diagnostics.CodeAnalysis;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Teleport;

/// <summary>A folder with one trace, redacted, and the part of a repository that took its changes.</summary>
[Experimental("OT0001")]
public sealed record TraceWorkspace
{
    /// <summary>The value of <c>schema_version</c> in <c>manifest.json</c>.</summary>
    public const string SchemaVersion = "opentraces.trace_workspace.v1";

    /// <summary>The folder, absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>64 hexadecimal digits over everything the manifest says, and so over every file: the same content, the same id.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>The trace.</summary>
    public required TraceId TraceId { get; init; }

    /// <summary>How many patches are in it.</summary>
    public required int Patches { get; init; }

    /// <summary>How many of them a commit took.</summary>
    public required int Anchored { get; init; }

    /// <summary>How much of the repository is in it; <see cref="TeleportGit.None"/> also when no commit took any change.</summary>
    public required TeleportGit Git { get; init; }

    /// <summary>The commits that took the trace's changes, by full id, in ordinal order.</summary>
    public required IReadOnlyList<string> Commits { get; init; }

    /// <summary>How many pieces of the trace were replaced by a placeholder.</summary>
    public required int Redactions { get; init; }

    /// <summary>What is not in it, as short names in ordinal order.</summary>
    public required IReadOnlyList<string> Limitations { get; init; }

    /// <summary>
    /// Makes a folder of an exported one that can be worked in: the trace's files and, when the repository came along whole,
    /// <c>repository/</c> with the newest of the commits checked out. No repository and no bucket is needed. The folder is taken
    /// for the work of a stranger: what is in it is checked before it is used, and nothing of it is run.
    /// </summary>
    /// <param name="folder">The exported folder; it is only read.</param>
    /// <param name="into">A folder that is not there yet, or is empty. It appears whole or not at all.</param>
    /// <param name="options">How git is started; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.NotFound"/>: no such folder; <see cref="OpenTracesErrorCode.Precondition"/>: <paramref name="into"/> is
    /// not empty or cannot be written, or there is no git; <see cref="OpenTracesErrorCode.InvalidTrace"/>: it is no exported folder, or one that
    /// asks for what is not allowed; <see cref="OpenTracesErrorCode.StoreCorrupt"/>: a file is not what the manifest says.
    /// </exception>
    public static ValueTask<OpenedWorkspace> OpenAsync(
        string folder, string into, TrailOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentException.ThrowIfNullOrWhiteSpace(into);
        return OpenRun.RunAsync(Path.GetFullPath(folder), Path.GetFullPath(into), options ?? new TrailOptions(), WorkspaceLimits.Default, cancellationToken);
    }
}
