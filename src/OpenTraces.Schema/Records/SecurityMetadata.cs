namespace OpenTraces.Schema;

/// <summary>What security tools did to the record (JSON: <c>security</c>).</summary>
public sealed record SecurityMetadata
{
    /// <summary>True when a security tool has read the record.</summary>
    public bool Scanned { get; init; }

    /// <summary>Findings a person looked at.</summary>
    public int FlagsReviewed { get; init; }

    /// <summary>Replacements made.</summary>
    public int RedactionsApplied { get; init; }

    /// <summary>The classifier, where one ran.</summary>
    public string? ClassifierVersion { get; init; }

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
