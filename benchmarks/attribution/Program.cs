using System.Globalization;
using OpenTraces.Attribution;
using OpenTraces.Attribution.Anchoring;
using OpenTraces.Attribution.Blame;
using OpenTraces.Attribution.Checkpoints;
using OpenTraces.Attribution.Scoring;
using OpenTraces.Attribution.Snapshots;

if (args is ["checkpoints", var repository, .. var rest])
{
    var place = rest.Length > 0 ? rest[0] : Directory.CreateTempSubdirectory("attribution-").FullName;
    await new CheckpointRun(Path.GetFullPath(repository), Path.GetFullPath(place), Console.Out).RunAsync();
    return 0;
}

if (args is ["blame", var checkout])
{
    await new BlameRun(Path.GetFullPath(checkout), Console.Out).RunAsync();
    return 0;
}

if (args is ["anchoring", var what, var at, .. var numbers])
{
    SQLitePCL.Batteries_V2.Init();
    var anchoring = new AnchoringRun(Path.GetFullPath(at), Console.Out);
    int[] given = [.. numbers.Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
    switch (what, given)
    {
        case ("generate", [var number, var commits, var patches]): await anchoring.GenerateAsync(number, commits, patches); return 0;
        case ("measure", [var rounds]): await anchoring.MeasureAsync(rounds); return 0;
        case ("blame", []): await anchoring.BlameAsync(); return 0;
        default: Console.Error.WriteLine("anchoring generate FOLDER SEED COMMITS PATCHES | measure FOLDER ROUNDS | blame FOLDER"); return 2;
    }
}

if (args is ["events", var which, var home, .. var counts])
{
    SQLitePCL.Batteries_V2.Init();
    var events = new EventsRun(Path.GetFullPath(home), Console.Out);
    int[] given = [.. counts.Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
    switch (which, given)
    {
        case ("fill", [var few, var many]): await events.FillAsync(few, many); return 0;
        case ("measure", [var rounds]): await events.MeasureAsync(rounds); return 0;
        default: Console.Error.WriteLine("events fill FOLDER FEW MANY | measure FOLDER ROUNDS"); return 2;
    }
}

if (args is ["snapshots", var trees, var repeated, .. var sizes])
{
    await new SnapshotRun(Path.GetFullPath(trees), Console.Out)
        .MeasureAsync(int.Parse(repeated, CultureInfo.InvariantCulture), sizes.Select(n => int.Parse(n, CultureInfo.InvariantCulture)));
    return 0;
}

// Usage: checkpoints REPOSITORY [FOLDER]
// or: blame REPOSITORY
// or: anchoring, as benchmarks/anchoring.sh does; events, as benchmarks/events.sh does; snapshots, as benchmarks/snapshots.sh does
// or: [--histories N] [--first N] [--seed S] [--threads T] [--only OPERATION,OPERATION] [--examples N] [--keep] [--folder FOLDER]
var (histories, first, seed, threads, examples, keep) = (50, 0, 1, Environment.ProcessorCount, 0, false);
string[] only = [];
var folder = Path.GetTempPath();
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--histories": histories = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
        case "--first": first = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
        case "--seed": seed = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
        case "--threads": threads = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
        case "--examples": examples = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
        case "--only": only = args[++i].Split(','); break;
        case "--folder": folder = args[++i]; break;
        case "--keep": keep = true; break;
        default: Console.Error.WriteLine($"unknown: {args[i]}"); return 2;
    }
}

Console.WriteLine($"seed {seed}, {histories} histories");
var run = new Run
{
    Histories = histories,
    Seed = seed,
    First = first,
    Threads = threads,
    Only = only,
    Folder = folder,
    Keep = keep,
    Progress = done =>
    {
        if (done % 100 == 0)
            Console.Error.WriteLine($"{done} done");
    },
};
var scores = await run.RunAsync();
Report.Write(Console.Out, scores);
foreach (var (name, score) in scores)
{
    foreach (var example in score.Examples.OrderBy(e => !e.Contains(" firm: ", StringComparison.Ordinal)).ThenBy(e => e, StringComparer.Ordinal).Take(examples))
        Console.WriteLine($"{name}: {example}");
}

return 0;
