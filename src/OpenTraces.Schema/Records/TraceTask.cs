namespace OpenTraces.Schema;

/// <summary>What was asked, and of which repository.</summary>
public sealed record TraceTask
{
    /// <summary>The first real prompt of a person, whole.</summary>
    public string? Description { get; init; }

    /// <summary>Where the task came from: <c>user_prompt</c>, <c>cli_arg</c>, <c>skill</c> or a dataset name.</summary>
    public string? Source { get; init; }

    /// <summary><c>owner/repo</c>.</summary>
    public string? Repository { get; init; }

    /// <summary>The canonical remote address.</summary>
    public string? RepositoryUrl { get; init; }

    /// <summary>The commit the work started from.</summary>
    public string? BaseCommit { get; init; }

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
