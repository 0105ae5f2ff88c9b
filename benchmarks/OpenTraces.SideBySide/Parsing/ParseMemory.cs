using System.Globalization;
using OpenTraces.Capture;
using OpenTraces.Capture.Harnesses;

namespace OpenTraces.SideBySide.Parsing;

/// <summary>
/// Reads one session file in a process of its own and prints what it took: the parser with a sink that keeps nothing, and
/// a whole import into an empty bucket by the tool. The token pass beside it reads the same file in the same pieces.
/// </summary>
internal static class ParseMemory
{
    private static string Self => Path.Join(AppContext.BaseDirectory, "OpenTraces.SideBySide.dll");

    /// <param name="paths">Session files.</param>
    /// <param name="tool">The built tool, <c>opentraces.dll</c>; null leaves the import out.</param>
    public static async Task RunAsync(IEnumerable<string> paths, string? tool)
    {
        Console.WriteLine("| file | MB | what | processor s | ratio | clock s | peak MiB | managed peak MiB | steps |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var path in paths)
        {
            var tokens = await ChildPeak.RunAsync("dotnet", [Self, "token-child", path]).ConfigureAwait(false);
            Row(path, "token pass", tokens, tokens);
            Row(path, "parse", await ChildPeak.RunAsync("dotnet", [Self, "parse-child", path]).ConfigureAwait(false), tokens);
            if (tool is null)
                continue;
            var home = Directory.CreateTempSubdirectory("opentraces-bench-");
            try
            {
                Row(path, "capture import", await ChildPeak.RunAsync(
                    "dotnet", [tool, "capture", "import", path, "--json"], ("OPENTRACES_HOME", home.FullName)).ConfigureAwait(false), tokens);
            }
            finally
            {
                home.Delete(recursive: true);
            }
        }
    }

    /// <summary>The child that parses: prints the managed peak and the number of steps.</summary>
    public static async Task ParseAsync(string path)
    {
        await using var content = File.OpenRead(path);
        var header = new byte[HarnessProbe.HeaderLength];
        var read = await content.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false).ConfigureAwait(false);
        var parser = new HarnessCatalog().Detect(new HarnessProbe(header.AsSpan(0, read), read == content.Length, Path.GetFileName(path))).Parser
            ?? throw new InvalidOperationException("No parser reads this file.");
        content.Position = 0;
        var sink = new NothingKept();
        var peak = 0L;
        await using (new Timer(_ => peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false)), null, 0, 10))
            await parser.ParseAsync(Source(path, content), sink).ConfigureAwait(false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{peak / 1048576.0:F0} | {sink.Steps}"));
    }

    /// <summary>The child that only looks at tokens.</summary>
    public static async Task TokensAsync(string path)
    {
        await using var content = File.OpenRead(path);
        var buffer = new byte[128 * 1024];
        var (held, tokens) = (0, 0L);
        while (true)
        {
            var read = await content.ReadAsync(buffer.AsMemory(held)).ConfigureAwait(false);
            var end = held + read;
            var lines = read == 0 ? end : buffer.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
            tokens += TokenPass.Run(buffer.AsSpan(0, lines));
            held = end - lines;
            if (read == 0)
                break;
            buffer.AsSpan(lines, held).CopyTo(buffer);
            if (held == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }

        GC.KeepAlive(tokens);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalMemory(forceFullCollection: false) / 1048576.0:F0} | "));
    }

    /// <summary>As an import gives a large file to a parser.</summary>
    private static SessionSource Source(string path, Stream content) => new()
    {
        FileName = Path.GetFileName(path),
        Content = content,
        Reopen = () => File.OpenRead(path),
    };

    private static void Row(string path, string what, ChildPeak peak, ChildPeak tokens)
    {
        var told = peak.Output.Contains(" | ", StringComparison.Ordinal) ? peak.Output.Trim() : " | ";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {Path.GetFileName(path)} | {new FileInfo(path).Length / 1e6:F0} | {what} | {peak.ProcessorSeconds:F2} | {peak.ProcessorSeconds / tokens.ProcessorSeconds:F2} | {peak.Seconds:F1} | {peak.Megabytes:F0} | {told} |"));
    }
}
