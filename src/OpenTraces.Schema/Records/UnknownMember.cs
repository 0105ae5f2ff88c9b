namespace OpenTraces.Schema;

/// <summary>A JSON member that this version does not know. It is written back with the bytes it was read with.</summary>
public sealed record UnknownMember
{
    /// <summary>The name as a JSON string, quotes and escapes included.</summary>
    public required RawJson Name { get; init; }

    /// <summary>The value.</summary>
    public required RawJson Value { get; init; }
}
