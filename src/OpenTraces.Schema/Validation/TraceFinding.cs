namespace OpenTraces.Schema;

/// <summary>One thing <see cref="TraceValidator"/> noticed.</summary>
public sealed record TraceFinding
{
    /// <summary>Where, for example <c>$.steps[3].observations[0].source_call_id</c>. Names that could be content stand as <c>*</c>, further ones of the same object as <c>*2</c>, <c>*3</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What, as a stable short name such as <c>observation_without_call</c>; docs/format/trace-record.md lists them.</summary>
    public required string Code { get; init; }

    /// <summary>How much it matters.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>A sentence without any of the record's content.</summary>
    public required string Message { get; init; }
}
