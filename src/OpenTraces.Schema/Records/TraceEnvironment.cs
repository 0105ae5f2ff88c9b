namespace OpenTraces.Schema;

/// <summary>Where the session ran.</summary>
public sealed record TraceEnvironment
{
    /// <summary><c>darwin</c>, <c>linux</c> or <c>windows</c>; null when the session does not say.</summary>
    public string? Os { get; init; }

    /// <summary>The shell commands ran in.</summary>
    public string? Shell { get; init; }

    /// <summary>Never null.</summary>
    public VersionControl Vcs { get; init; } = new();

    /// <summary>Language ecosystems seen, for example <c>nuget</c>.</summary>
    public IReadOnlyList<string> LanguageEcosystem { get; init; } = [];

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
