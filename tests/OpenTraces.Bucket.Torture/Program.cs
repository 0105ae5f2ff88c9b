using OpenTraces.Bucket.Torture;
using OpenTraces.Bucket.Torture.Work;

// dotnet run -c Release --project tests/OpenTraces.Bucket.Torture -- MODE [--OPTION VALUE]...
// The modes and what they take: without arguments.
SQLitePCL.Batteries_V2.Init();
var mode = args.Length > 0 ? Modes.All.FirstOrDefault(m => m.Name == args[0]) : null;
if (mode is null)
{
    foreach (var one in Modes.All)
        Console.WriteLine($"{one.Name} {one.Usage}");
    return 2;
}

try
{
    return await mode.RunAsync(TortureOptions.Parse(args.AsSpan(1)), Console.OpenStandardOutput());
}
catch (TortureFailureException e)
{
    Console.WriteLine("FAILED: " + e.Message);
    return 1;
}
