using System.Runtime.CompilerServices;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.TestKit;

namespace OpenTraces.Datasets.Tests;

/// <summary>Datasets in a folder of their own, over a store in memory, with a workflow a test can steer.</summary>
internal sealed class DatasetLab : IDisposable
{
    public const string Name = "lab";
    public const string Listed = "listed-v1";

    public static RedactionKey Key { get; } = new([.. Enumerable.Range(1, RedactionKey.Size).Select(i => (byte)i)]);

    public static string Secret { get; } = "ghp_" + "Abcd1234Efgh5678Ijkl9012";

    public TempFolder Folder { get; } = new();

    public FakeClock Clock { get; } = new();

    public InMemoryTraceStore Store { get; } = new();

    /// <summary>What <see cref="Listed"/> emits.</summary>
    public List<string> Rows { get; } = [];

    /// <summary>What <see cref="Listed"/> asks once it emitted its rows.</summary>
    public List<JudgmentRequest> Questions { get; } = [];

    /// <summary>Called before each row of <see cref="Listed"/>, with its position from 0.</summary>
    public Func<int, CancellationToken, ValueTask> BeforeRow { get; set; } = (_, _) => ValueTask.CompletedTask;

    public List<ISecurityTool> Tools { get; } = [];

    public string Root => Folder["datasets"];

    public string Path => System.IO.Path.Combine(Root, Name);

    public string Data => In("data/train.jsonl");

    public static string RowSchema =>
        """{"type":"object","required":["n"],"additionalProperties":false,"properties":{"n":{"type":"integer"},"text":{"type":"string"}}}""";

    public string In(string relative) => System.IO.Path.Combine(Path, relative.Replace('/', System.IO.Path.DirectorySeparatorChar));

    public ValueTask<TraceDatasets> OpenAsync(string version = "1") => TraceDatasets.OpenAsync(Root, Store, new DatasetsOptions
    {
        RedactionKey = Key,
        Clock = Clock,
        RowValidator = NJsonRowValidator.Create(),
        SecurityTools = Tools,
        Workflows =
        [
            BuiltInWorkflows.UserTurns,
            new Workflow { Name = Listed, Version = version, Description = "Rows of a test.", RowSchema = RawJson.Parse(RowSchema), Rows = EmitAsync },
        ],
    });

    public async Task<TraceDatasets> CreateAsync(string workflow = Listed)
    {
        var datasets = await OpenAsync();
        await datasets.CreateAsync(Name, workflow);
        return datasets;
    }

    public async Task<string[]> LinesAsync() => await File.ReadAllLinesAsync(Data);

    /// <summary>Every file of the dataset but the records of runs, by relative path.</summary>
    public Dictionary<string, string> Snapshot() => Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
        .Select(f => (Path: System.IO.Path.GetRelativePath(Path, f).Replace('\\', '/'), File: f))
        .Where(f => !f.Path.StartsWith(".opentraces/runs/", StringComparison.Ordinal))
        .ToDictionary(f => f.Path, f => Convert.ToHexString(File.ReadAllBytes(f.File)));

    public void Dispose() => Folder.Dispose();

    private async IAsyncEnumerable<RawJson> EmitAsync(WorkflowContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < Rows.Count; i++)
        {
            await BeforeRow(i, cancellationToken);
            yield return RawJson.Parse(Rows[i]);
        }

        foreach (var question in Questions)
            context.Ask(question);
    }
}
