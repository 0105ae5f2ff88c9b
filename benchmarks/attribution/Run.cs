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

    /// <summary>The number of the first history, from 0, so that one can be made again alone.</summary>
    public int First { get; init; }

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
            for (var i = First; i < First + Histories; i++)
                FormatterRun.Collect(HistoryBuilder.Build(SeedOf(i), Folder), format);
            format.FormatAll();
        }

        var scores = new SortedDictionary<string, OperationScore>(StringComparer.Ordinal);
        foreach (var operation in operations)
            scores[operation.Name] = new OperationScore();
        var done = 0;
        await Parallel.ForEachAsync(Enumerable.Range(First, Histories), new ParallelOptions { MaxDegreeOfParallelism = Threads }, async (history, _) =>
        {
            var folder = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"attribution-{SeedOf(history)}"));
            DeleteFolder(folder);
            Directory.CreateDirectory(folder);
            foreach (var operation in operations)
            {
                var score = await MeasureAsync(history, operation, folder);
                lock (scores)
                {
                    scores[operation.Name].Add(score);
                    Progress?.Invoke(++done);
                }
            }

            if (!Keep)
                DeleteFolder(folder);
        });
        return scores;
    }

    private int SeedOf(int history) => unchecked(Seed * 1_000_003 + history);

    /// <summary>The same past for every operation, at the same place, since transcripts name it.</summary>
    private async Task<OperationScore> MeasureAsync(int number, IOperation operation, string folder)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"{operation.Name}#{SeedOf(number)}");
        var (repository, sessions) = (Path.Combine(folder, "repository"), Path.Combine(folder, "sessions"));
        DeleteFolder(repository);
        DeleteFolder(sessions);
        var history = HistoryBuilder.Build(SeedOf(number), repository);
        var git = new GitRunner(repository) { Now = history.Shop.Now };
        CopyOfBefore(history, folder, repository);
        // A history in which git merges otherwise than the one who knows every line says nothing about us.
        if (operation.Run(history, git) is not { } outcome || !RepositoryWriter.Agrees(git, outcome.Final))
            return new OperationScore { Skipped = 1 };
        return await new Scorer(history, outcome, where).RunAsync(repository, sessions);
    }

    private static void CopyOfBefore(History history, string folder, string repository)
    {
        var before = Path.Combine(folder, "before");
        if (!Directory.Exists(before))
            RepositoryWriter.Write(new GitRunner(before), history);
        foreach (var path in Directory.EnumerateDirectories(before, "*", SearchOption.AllDirectories).Prepend(before))
            Directory.CreateDirectory(Path.Combine(repository, Path.GetRelativePath(before, path)));
        foreach (var path in Directory.EnumerateFiles(before, "*", SearchOption.AllDirectories))
            File.Copy(path, Path.Combine(repository, Path.GetRelativePath(before, path)));
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, true);
    }
}
