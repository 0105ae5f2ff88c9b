namespace OpenTraces.Schema;

/// <summary>One kind of loss at one place.</summary>
public sealed record LossEntry
{
    /// <summary>
    /// Where, in the names of the source: <c>steps[].tool_calls[].duration_ms</c>. <c>[]</c> stands for every item; a name
    /// that may be somebody's text is <c>*</c>. Holds no trace content.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>What happened.</summary>
    public required LossKind Kind { get; init; }

    /// <summary>How often, at least 1.</summary>
    public required int Count { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public required string Reason { get; init; }
}
