using OpenTraces.Bucket;
using OpenTraces.Capture;
using OpenTraces.Capture.Harnesses;
using OpenTraces.Capture.Import;

namespace OpenTraces.SideBySide.Parsing;

/// <summary>Session files of any harness, read without a bucket.</summary>
internal static class SessionFiles
{
    /// <summary>The files of the path that are sessions, in the order of their names.</summary>
    public static IEnumerable<(string File, IHarnessParser Parser, byte[] Bytes)> Load(string path)
    {
        var catalog = new HarnessCatalog();
        IEnumerable<string> files = Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : [path];
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var header = bytes.AsSpan(0, Math.Min(bytes.Length, HarnessProbe.HeaderLength));
            if (catalog.Detect(new HarnessProbe(header, header.Length == bytes.Length, Path.GetFileName(file))).Parser is { } parser)
                yield return (file, parser, bytes);
        }
    }

    public static async Task<CapturedTrace> ReadAsync(IHarnessParser parser, string name, byte[] bytes)
    {
        var session = new SessionCollector();
        using var content = new MemoryStream(bytes, writable: false);
        var header = await parser.ParseAsync(new SessionSource { FileName = name, Content = content }, session).ConfigureAwait(false);
        return TraceAssembly.Build(header, session, parser, []);
    }
}
