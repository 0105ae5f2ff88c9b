using OpenTraces.Schema;

namespace OpenTraces.Datasets;

/// <summary>A function from traces to rows that runs in this process.</summary>
public sealed record Workflow
{
    /// <summary>Letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, the first a letter or digit; ends in its major version by custom (<c>user-turns-v1</c>).</summary>
    public required string Name { get; init; }

    /// <summary>Changes whenever the same traces give other rows.</summary>
    public required string Version { get; init; }

    /// <summary>One line for a list.</summary>
    public required string Description { get; init; }

    /// <summary>The JSON Schema of a row.</summary>
    public required RawJson RowSchema { get; init; }

    /// <summary>
    /// The rows, each a JSON object, in an order that depends on the store and the context alone. What it throws ends the
    /// run and keeps no row.
    /// </summary>
    public required Func<WorkflowContext, CancellationToken, IAsyncEnumerable<RawJson>> Rows { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits over name, version and canonical row schema.</summary>
    internal string Digest => ContentHash.Of(System.Text.Encoding.UTF8.GetBytes(
        string.Join('\0', Name, Version, CanonicalJson.Hash(RowSchema)))).ToPrefixedString();
}
