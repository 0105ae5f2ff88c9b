using System.Reflection;
using OpenTraces.Bucket;
using OpenTraces.Capture;
using OpenTraces.Datasets;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using OpenTraces.Trail;

namespace OpenTraces.Architecture.Tests;

internal static class Packages
{
    public static readonly IReadOnlyDictionary<string, Assembly> All = new Dictionary<string, Assembly>(StringComparer.Ordinal)
    {
        ["OpenTraces.Schema"] = typeof(TraceRecord).Assembly,
        ["OpenTraces.Bucket"] = typeof(ITraceStore).Assembly,
        ["OpenTraces.Trail"] = typeof(TraceTrail).Assembly,
        ["OpenTraces.Capture"] = typeof(TraceCapture).Assembly,
        ["OpenTraces.Datasets"] = typeof(IWorkflowExecutor).Assembly,
    };

    public static TheoryDataOfNames Names => new(All.Keys);

    /// <summary>Every source file of the tree, build output left out.</summary>
    public static IEnumerable<string> SourceFiles() => new[] { "src", "samples", "tests", "benchmarks" }
        .Select(folder => Repository.PathOf(folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(file => !Relative(file).Split('/').Any(part => part is "obj" or "bin"));

    public static string Relative(string file) =>
        Path.GetRelativePath(Repository.Root, file).Replace(Path.DirectorySeparatorChar, '/');
}
