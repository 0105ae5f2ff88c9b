namespace OpenTraces.Schema;

/// <summary>The version control the session ran in (JSON: <c>vcs</c>).</summary>
public sealed record VersionControl
{
    /// <summary><c>git</c> or <c>none</c>; default <c>none</c>.</summary>
    public string Type { get; init; } = "none";

    /// <summary>The commit checked out when the session started.</summary>
    public string? BaseCommit { get; init; }

    /// <summary>The branch when the session started; null when detached or unknown.</summary>
    public string? Branch { get; init; }

    /// <summary>A unified diff of the whole session, where one was recorded.</summary>
    public string? Diff { get; init; }

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
