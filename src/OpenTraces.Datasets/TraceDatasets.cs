using System.Diagnostics.CodeAnalysis;
using OpenTraces.Bucket;
using OpenTraces.Datasets.Files;
using OpenTraces.Datasets.Manifest;
using OpenTraces.Datasets.Review;
using OpenTraces.Datasets.Rows;
using OpenTraces.Datasets.Runs;
using OpenTraces.Schema;

namespace OpenTraces.Datasets;

/// <summary>
/// Datasets in a folder: rows that workflows make of stored traces, and what people decided about them. Every row has
/// passed the floor of detectors before it reaches a file. Several processes may use one folder at the same time.
/// </summary>
[Experimental("OT0001")]
public sealed class TraceDatasets
{
    private readonly string _root;
    private readonly DatasetsOptions _options;
    private readonly SecurityPipeline _pipeline;
    private readonly InProcessExecutor _inProcess;

    private TraceDatasets(string root, ITraceStore store, DatasetsOptions options)
    {
        _root = root;
        _options = options;
        _pipeline = SecurityPipeline.CreateForEgress(options.RedactionKey, options.UserNames, options.SecurityTools);
        _inProcess = new InProcessExecutor(store, options.Workflows);
    }

    /// <summary>Opens the datasets of a folder, one folder below it each; creates it when there is none.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.Precondition"/>: the folder cannot be created.</exception>
    public static ValueTask<TraceDatasets> OpenAsync(
        string folder, ITraceStore store, DatasetsOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            DurableFile.CreateFolder(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition, $"'{folder}' cannot be created. Choose a folder you may write to.", e);
        }

        return ValueTask.FromResult(new TraceDatasets(Path.GetFullPath(folder), store, options));
    }

    /// <summary>Creates an empty dataset.</summary>
    /// <param name="name">Up to 100 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, beginning with a letter or digit.</param>
    /// <param name="workflow">A workflow of <see cref="DatasetsOptions.Workflows"/>.</param>
    /// <param name="schema">The JSON Schema of a row; null for the workflow's own.</param>
    /// <param name="cancellationToken">Ends the call; nothing is left then.</param>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.InvalidRequest"/>: the name, the workflow or the schema; <see cref="OpenTracesErrorCode.Precondition"/>:
    /// a dataset of this name exists, or there is no <see cref="DatasetsOptions.RowValidator"/>.
    /// </exception>
    public async ValueTask<DatasetInfo> CreateAsync(
        string name, string workflow, RawJson? schema = null, CancellationToken cancellationToken = default)
    {
        DatasetName.Require(name);
        var found = _inProcess.Find(workflow) ?? throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
            $"No workflow is called '{workflow}'. Choose from: {string.Join(", ", _options.Workflows.Select(w => w.Name))}.");
        var rowSchema = schema ?? found.RowSchema;
        await RequireValidator().CompileAsync(rowSchema, cancellationToken).ConfigureAwait(false);
        var folder = new DatasetFolder(_root, name);
        var manifest = new DatasetManifest
        {
            Name = name,
            Description = found.Description,
            SchemaRef = new DatasetSchemaRef
            {
                Path = DatasetFolder.SchemaFile,
                Version = DatasetFolder.SchemaVersion,
                Digest = CanonicalJson.Hash(rowSchema).ToPrefixedString(),
            },
            Workflow = new WorkflowRef { Skill = found.Name, Digest = found.Digest },
            Executor = new ExecutorConfig { Default = InProcessExecutor.ExecutorName, Development = InProcessExecutor.ExecutorName },
        };
        await DatasetCreation.CreateAsync(folder, manifest, rowSchema, cancellationToken).ConfigureAwait(false);
        return await DescribeAsync(folder, manifest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All datasets, in ordinal order of their names. Folders that are none are passed over.</summary>
    public async ValueTask<IReadOnlyList<DatasetInfo>> ListAsync(CancellationToken cancellationToken = default)
    {
        var datasets = new List<DatasetInfo>();
        foreach (var path in Directory.EnumerateDirectories(_root).Order(StringComparer.Ordinal))
        {
            if (await FindAsync(Path.GetFileName(path), cancellationToken).ConfigureAwait(false) is { } dataset)
                datasets.Add(dataset);
        }

        return datasets;
    }

    /// <summary>One dataset; null when there is none of this name.</summary>
    public async ValueTask<DatasetInfo?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        var folder = new DatasetFolder(_root, name);
        if (!DatasetName.IsValid(name) || !folder.Exists)
            return null;
        var manifest = await ReadManifestAsync(folder, cancellationToken).ConfigureAwait(false);
        return await DescribeAsync(folder, manifest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Runs the workflow and appends what is new. A run that fails or is cancelled appends nothing; a run that was killed is
    /// taken back by the next.
    /// </summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.NotFound"/>: no such dataset or trace; <see cref="OpenTracesErrorCode.StoreBusy"/>: a run is in
    /// progress; <see cref="OpenTracesErrorCode.Precondition"/>: no validator, or no such executor;
    /// <see cref="OpenTracesErrorCode.StoreCorrupt"/>: rows that were appended are missing.
    /// </exception>
    public async Task<RunReport> RunAsync(
        string name, RunOptions? options = null, IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new RunOptions();
        if (options.Limit is < 1)
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest, "A limit is 1 or more.");
        var (folder, manifest) = await RequireAsync(name, cancellationToken).ConfigureAwait(false);
        var schema = RawJson.Parse(await File.ReadAllBytesAsync(folder.Schema, cancellationToken).ConfigureAwait(false));
        var executor = ExecutorOf(options.Executor ?? manifest.Executor.Default);
        var run = new DatasetRun
        {
            Folder = folder,
            Manifest = manifest,
            Options = options,
            Executor = executor,
            WorkflowDigest = executor == _inProcess ? _inProcess.Find(manifest.Workflow.Skill)?.Digest ?? manifest.Workflow.Digest : manifest.Workflow.Digest,
            Pipeline = _pipeline,
            Schema = await RequireValidator().CompileAsync(schema, cancellationToken).ConfigureAwait(false),
            SchemaDigest = CanonicalJson.Hash(schema).ToPrefixedString(),
            Clock = _options.Clock,
            Progress = progress,
        };
        return await run.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The rows in file order, each with its state.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: no such dataset.</exception>
    public async IAsyncEnumerable<DatasetRow> ListRowsAsync(
        string name, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (folder, manifest) = await RequireAsync(name, cancellationToken).ConfigureAwait(false);
        await foreach (var row in new DatasetReview(folder, manifest).ListAsync(cancellationToken).ConfigureAwait(false))
            yield return row;
    }

    /// <summary>How many rows of each dataset were made from a trace; datasets without any are left out.</summary>
    public async ValueTask<IReadOnlyDictionary<string, int>> CountRowsOfAsync(TraceId trace, CancellationToken cancellationToken = default)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var dataset in await ListAsync(cancellationToken).ConfigureAwait(false))
        {
            var index = await RowIndex.ReadAsync(new DatasetFolder(_root, dataset.Name), cancellationToken).ConfigureAwait(false);
            var count = index.Entries.Count(e => e.Row.SourceTraceId == trace.ToString());
            if (count > 0)
                counts.Add(dataset.Name, count);
        }

        return counts;
    }

    /// <summary>Makes rows publishable. Blocked ones are left and named in the answer; published ones stay published.</summary>
    /// <param name="name">The dataset.</param>
    /// <param name="rowIds">The rows; null for all.</param>
    /// <param name="cancellationToken">Ends the call; nothing is changed then.</param>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.NotFound"/>: no such dataset or row, and then nothing is changed;
    /// <see cref="OpenTracesErrorCode.StoreBusy"/>: somebody else is reviewing.
    /// </exception>
    public ValueTask<ReviewChange> ApproveAsync(
        string name, IReadOnlyCollection<string>? rowIds = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(name, rowIds, DatasetPublicationStatus.Publishable, cancellationToken);

    /// <summary>Keeps rows from being published.</summary>
    /// <inheritdoc cref="ApproveAsync"/>
    public ValueTask<ReviewChange> RejectAsync(
        string name, IReadOnlyCollection<string>? rowIds = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(name, rowIds, DatasetPublicationStatus.Rejected, cancellationToken);

    /// <summary>Takes decisions back.</summary>
    /// <inheritdoc cref="ApproveAsync"/>
    public ValueTask<ReviewChange> ResetAsync(
        string name, IReadOnlyCollection<string>? rowIds = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(name, rowIds, DatasetPublicationStatus.NeedsReview, cancellationToken);

    private async ValueTask<ReviewChange> ChangeAsync(
        string name, IReadOnlyCollection<string>? rowIds, DatasetPublicationStatus wanted, CancellationToken cancellationToken)
    {
        var (folder, manifest) = await RequireAsync(name, cancellationToken).ConfigureAwait(false);
        return await new DatasetReview(folder, manifest)
            .ChangeAsync(rowIds, wanted, _options.Reviewer, _options.Clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<(DatasetFolder Folder, DatasetManifest Manifest)> RequireAsync(string name, CancellationToken cancellationToken)
    {
        DatasetName.Require(name);
        var folder = new DatasetFolder(_root, name);
        return folder.Exists
            ? (folder, await ReadManifestAsync(folder, cancellationToken).ConfigureAwait(false))
            : throw new OpenTracesException(OpenTracesErrorCode.NotFound, $"There is no dataset '{name}'. Create it, or list those there are.");
    }

    private static async ValueTask<DatasetManifest> ReadManifestAsync(DatasetFolder folder, CancellationToken cancellationToken) =>
        ManifestYaml.Read(await File.ReadAllTextAsync(folder.Manifest, cancellationToken).ConfigureAwait(false), folder.Manifest);

    private static async ValueTask<DatasetInfo> DescribeAsync(DatasetFolder folder, DatasetManifest manifest, CancellationToken cancellationToken) => new()
    {
        Name = folder.Name,
        Folder = folder.Path,
        Workflow = manifest.Workflow.Skill,
        WorkflowDigest = manifest.Workflow.Digest,
        SchemaDigest = manifest.SchemaRef.Digest ?? "",
        Rows = (await RowIndex.ReadAsync(folder, cancellationToken).ConfigureAwait(false)).Entries.Count,
    };

    private IWorkflowExecutor ExecutorOf(string name) => name == InProcessExecutor.ExecutorName
        ? _inProcess
        : _options.Executors.FirstOrDefault(e => e.Name == name) ?? throw new OpenTracesException(OpenTracesErrorCode.Precondition,
            $"No executor is called '{name}'. Register it in the options, or run with '{InProcessExecutor.ExecutorName}'.");

    private IRowValidator RequireValidator() => _options.RowValidator ?? throw new OpenTracesException(OpenTracesErrorCode.Precondition,
        "Rows cannot be checked without a validator. Set DatasetsOptions.RowValidator, for example to NJsonRowValidator.Create().");
}
