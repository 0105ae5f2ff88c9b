namespace OpenTraces.Schema;

/// <summary>What a dataset is.</summary>
public sealed record DatasetManifest
{
    /// <summary>Not empty.</summary>
    public required string Name { get; init; }

    /// <summary>What its rows are.</summary>
    public string? Description { get; init; }

    /// <summary>JSON: <c>schema</c>; <c>schema_ref</c> is read too.</summary>
    public required DatasetSchemaRef SchemaRef { get; init; }

    /// <summary>What makes the rows.</summary>
    public required WorkflowRef Workflow { get; init; }

    /// <summary>Who runs it.</summary>
    public ExecutorConfig Executor { get; init; } = new();

    /// <summary>What makes two rows the same row.</summary>
    public DatasetIdentity Identity { get; init; } = new();

    /// <summary>Which traces are candidates; null when the run says.</summary>
    public DatasetCandidateQuery? CandidateQuery { get; init; }

    /// <summary>Null for none.</summary>
    public DatasetSchedule? Schedule { get; init; }

    /// <summary>How it is found.</summary>
    public DatasetDiscoverability Discoverability { get; init; } = new();

    /// <summary>Remotes by name.</summary>
    public IReadOnlyDictionary<string, DatasetRemote> Remotes { get; init; } = new Dictionary<string, DatasetRemote>();

    /// <summary>A key of <see cref="Remotes"/>, or null.</summary>
    public string? ActiveRemote { get; init; }

    /// <summary>What happens when a remote is ahead.</summary>
    public DatasetRemoteSchemaPolicy RemoteSchema { get; init; }

    /// <summary>What must have happened before a row leaves.</summary>
    public DatasetPublicationPolicy PublicationPolicy { get; init; } = new();

    /// <summary>Which tools run.</summary>
    public DatasetSecurityPolicy Security { get; init; } = new();

    /// <summary>Members this version does not know, in file order; see <see cref="DatasetJson"/>.</summary>
    public IReadOnlyList<UnknownMember> Unknown { get; init; } = [];
}
