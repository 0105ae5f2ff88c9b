namespace OpenTraces.Schema;

/// <summary>A range of lines.</summary>
public sealed record AttributionRange
{
    /// <summary>From 1.</summary>
    public required int StartLine { get; init; }

    /// <summary>Included.</summary>
    public required int EndLine { get; init; }

    /// <summary>For example <c>murmur3:</c> and 32 hexadecimal digits.</summary>
    public string? ContentHash { get; init; }

    /// <summary><c>high</c>, <c>medium</c>, <c>low</c> or null.</summary>
    public string? Confidence { get; init; }

    /// <summary><c>addition</c>, <c>modification</c> or <c>deletion</c>.</summary>
    public string ChangeType { get; init; } = "addition";

    /// <summary><c>{start_line, end_line, content_hash}</c> before later changes.</summary>
    public RawJson? Original { get; init; }

    /// <summary>Overrides the conversation's contributor.</summary>
    public IReadOnlyDictionary<string, string>? Contributor { get; init; }

    /// <summary>Members this version does not know, in file order.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
