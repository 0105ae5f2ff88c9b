namespace OpenTraces.Datasets.Files;

/// <summary>Where the parts of one dataset lie. What is below <c>.opentraces</c> never leaves the machine.</summary>
internal sealed record DatasetFolder(string Root, string Name)
{
    public const string DataFile = "data/train.jsonl";
    public const string SchemaFile = "schemas/row.schema.json";
    public const string SchemaVersion = "1.0.0";

    private const string PrivateName = ".opentraces";

    public string Path => System.IO.Path.Combine(Root, Name);

    public string Readme => In("README.md");

    public string Schema => In("schemas", "row.schema.json");

    public string Data => In("data", "train.jsonl");

    public string Manifest => In(PrivateName, "manifest.yaml");

    public string RowIndex => In(PrivateName, "row_index.jsonl");

    public string RowProvenance => In(PrivateName, "row_provenance.jsonl");

    public string PublicationState => In(PrivateName, "publication_state.json");

    public string RunLock => In(PrivateName, ".lock");

    public string ReviewLock => In(PrivateName, ".review.lock");

    public string Torn => In(PrivateName, "torn");

    public string Runs => In(PrivateName, "runs");

    public bool Exists => File.Exists(Manifest);

    public string Run(string runId) => System.IO.Path.Combine(Runs, runId);

    private string In(params ReadOnlySpan<string> parts) => System.IO.Path.Combine(Path, System.IO.Path.Combine(parts));
}
