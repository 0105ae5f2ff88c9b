using System.Globalization;
using OpenTraces.Attribution.Formatters;
using OpenTraces.Attribution.Histories;
using OpenTraces.Attribution.Operations;
using OpenTraces.Attribution.Scoring;

namespace OpenTraces.Attribution;

/// <summary>Measures some histories under some operations.</summary>
internal sealed class Run
{
    public required int Histories { get; init; }

    public required int Seed { get; init; }

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Names of operations; empty for all.</summary>
    public IReadOnlyCollection<string> Only { get; init; } = [];

    /// <summary>Where repositories are made; they are deleted afterwards unless <see cref="Keep"/>.</summary>
    public string Folder { get; init; } = Path.GetTempPath();

    public bool Keep { get; init; }

    public Action<int>? Progress { get; init; }

    public async Task<SortedDictionary<string, OperationScore>> RunAsync()
    {
        var format = new DotnetFormat();
        var operations = OperationCatalog.All(format).Where(o => Only.Count == 0 || Only.Contains(o.Name)).ToArray();
        if (operations.Any(o => o is FormatterRun))
        {
            for (var i = 0; i < Histories; i++)
                FormatterRun.Collect(HistoryBuilder.Build(SeedOf(i), Folder), format);
            format.FormatAll();
        }

        var scores = new SortedDictionary<string, OperationScore>(StringComparer.Ordinal);
        foreach (var operation in operations)
            scores[operation.Name] = new OperationScore();
        var done = 0;
        var jobs = Enumerable.Range(0, Histories).SelectMany(h => operations.Select(o => (History: h, Operation: o)));
        await Parallel.ForEachAsync(jobs, new ParallelOptions { MaxDegreeOfParallelism = Threads }, async (job, _) =>
        {
            var score = await MeasureAsync(job.History, job.Operation);
            lock (scores)
            {
                scores[job.Operation.Name].Add(score);
                Progress?.Invoke(++done);
            }
        });
        return scores;
    }

    private int SeedOf(int history) => unchecked(Seed * 1_000_003 + history);

    private async Task<OperationScore> MeasureAsync(int number, IOperation operation)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"{operation.Name}#{SeedOf(number)}");
        var folder = Path.Combine(Folder, "attribution-" + where.Replace('#', '-'));
        if (Directory.Exists(folder))
            Directory.Delete(folder, true);
        try
        {
            var repository = Path.Combine(folder, "repository");
            var history = HistoryBuilder.Build(SeedOf(number), repository);
            var git = new GitRunner(repository);
            RepositoryWriter.Write(git, history);
            // A history in which git merges otherwise than the one who knows every line says nothing about us.
            if (operation.Run(history, git) is not { } outcome || !RepositoryWriter.Agrees(git, outcome.Final))
                return new OperationScore { Skipped = 1 };
            return await new Scorer(history, outcome, where).RunAsync(repository, Path.Combine(folder, "sessions"));
        }
        finally
        {
            if (!Keep && Directory.Exists(folder))
                Directory.Delete(folder, true);
        }
    }
}
