namespace OpenTraces.Schema;

/// <summary>The workflow that makes a dataset's rows.</summary>
public sealed record WorkflowRef
{
    /// <summary>Its name; not empty.</summary>
    public required string Skill { get; init; }

    /// <summary>The digest it had when the dataset was created; not empty.</summary>
    public required string Digest { get; init; }

    /// <summary>What a person added for this dataset.</summary>
    public string? Instructions { get; init; }

    /// <summary>Settings of the workflow; an object.</summary>
    public RawJson Config { get; init; } = RawJson.EmptyObject;

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
