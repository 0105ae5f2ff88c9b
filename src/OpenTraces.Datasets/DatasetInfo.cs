namespace OpenTraces.Datasets;

/// <summary>What a list shows of a dataset.</summary>
public sealed record DatasetInfo
{
    /// <summary>Its name, which is also its folder's.</summary>
    public required string Name { get; init; }

    /// <summary>Where it lies.</summary>
    public required string Folder { get; init; }

    /// <summary>The workflow that makes its rows.</summary>
    public required string Workflow { get; init; }

    /// <summary>The workflow's digest when the dataset was created.</summary>
    public required string WorkflowDigest { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits over the canonical row schema.</summary>
    public required string SchemaDigest { get; init; }

    /// <summary>Rows in <c>data/train.jsonl</c>, whatever their state.</summary>
    public required int Rows { get; init; }
}
