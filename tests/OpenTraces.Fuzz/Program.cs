using System.Globalization;
using OpenTraces.Fuzz;
using OpenTraces.Fuzz.Seeds;

// dotnet run -c Release --project tests/OpenTraces.Fuzz -- [--count N] [--seed N] [--workers N] [--corpus DIR] [--only INDEX]
// dotnet run -c Release --project tests/OpenTraces.Fuzz -- --check FILE
if (args is ["--check", var path])
    return FuzzRun.Check(File.ReadAllBytes(path), Console.WriteLine);
long Option(string name, long otherwise)
{
    var at = Array.IndexOf(args, name);
    return at < 0 || at + 1 >= args.Length ? otherwise : long.Parse(args[at + 1], CultureInfo.InvariantCulture);
}

var corpusAt = Array.IndexOf(args, "--corpus");
var samples = corpusAt >= 0 && corpusAt + 1 < args.Length ? SampleSessions.OfFolder(args[corpusAt + 1]) : SampleSessions.Load();
var options = new FuzzOptions
{
    Seed = Option("--seed", Random.Shared.Next(1, 1_000_000)),
    Count = Option("--count", 100_000),
    First = Option("--only", 0),
    Workers = (int)Option("--workers", 1),
};
if (Array.IndexOf(args, "--only") >= 0)
    options = options with { Count = 1 };
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"seed {options.Seed}, {options.Count} mutants of {samples.Count} sessions ({samples.Origin}), {options.Workers} workers"));
var run = new FuzzRun(options, samples, static line => Console.WriteLine(line));
var result = run.Run();
Console.WriteLine(result.ToString());
return result.Failures.Count == 0 ? 0 : 1;
