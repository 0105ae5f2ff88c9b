namespace OpenTraces.Schema;

/// <summary>Which lines came from which conversation, in the Agent Trace form.</summary>
public sealed record Attribution
{
    /// <summary>True when any range is of low confidence or a fallback was used.</summary>
    public bool Experimental { get; init; } = true;

    /// <summary><c>vcs_type</c> and <c>revision</c>.</summary>
    public IReadOnlyDictionary<string, string>? Revision { get; init; }

    /// <summary>One entry per file.</summary>
    public IReadOnlyList<AttributionFile> Files { get; init; } = [];

    /// <summary>Files that changed without a tracked edit.</summary>
    public IReadOnlyList<string>? UnaccountedFiles { get; init; }

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
