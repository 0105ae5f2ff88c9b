using OpenTraces.Capture.Harnesses;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>Looks for the sessions of a directory in the folders where harnesses keep them. Only beginnings are read.</summary>
internal static class SessionDiscovery
{
    private const int HeaderBytes = 256 * 1024;
    private const int HeaderLines = 64;
    private const string Plain = ".jsonl";
    private const string Compressed = ".jsonl.zst";

    public static async ValueTask<IReadOnlyList<DiscoveredSession>> FindAsync(
        HarnessHomes homes, string? directory, int limit, CancellationToken cancellationToken)
    {
        var found = new List<DiscoveredSession>();
        var catalog = new HarnessCatalog();
        foreach (var file in Candidates(homes))
        {
            if (found.Count >= limit)
                break;
            cancellationToken.ThrowIfCancellationRequested();
            if (await LookAsync(file, catalog, cancellationToken).ConfigureAwait(false) is not { } session)
                continue;
            if (directory is null || (session.WorkingDirectory is { } cwd && WorkingDirectory.IsWithin(cwd, directory)))
                found.Add(session);
        }

        return found;
    }

    private static IEnumerable<FileInfo> Candidates(HarnessHomes homes)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        return new[] { homes.ClaudeCode, homes.CodexCli, homes.Pi }
            .Where(static home => home is not null && Directory.Exists(home))
            .SelectMany(home => new DirectoryInfo(home!).EnumerateFiles("*.jsonl*", options))
            .Where(static file => file.Name.EndsWith(Plain, StringComparison.Ordinal)
                || (file.Name.EndsWith(Compressed, StringComparison.Ordinal) && !File.Exists(file.FullName[..^".zst".Length])))
            .OrderByDescending(static file => file.LastWriteTimeUtc)
            .ThenBy(static file => file.FullName, StringComparer.Ordinal);
    }

    private static async ValueTask<DiscoveredSession?> LookAsync(FileInfo file, HarnessCatalog catalog, CancellationToken cancellationToken)
    {
        try
        {
            using var session = SessionFile.Open(file.FullName);
            var header = await session.ReadHeaderAsync(HeaderBytes, cancellationToken).ConfigureAwait(false);
            var probe = header.AsSpan(0, Math.Min(header.Length, HarnessProbe.HeaderLength));
            var isWhole = probe.Length == header.Length && session.IsWhole(header.Length, HeaderBytes);
            var (parser, _) = catalog.Detect(new HarnessProbe(probe, isWhole, session.Name));
            return parser is null
                ? null
                : new DiscoveredSession(file.FullName, parser.Harness, RecordedDirectory(header), new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OpenTracesException)
        {
            return null;
        }
    }

    private static string? RecordedDirectory(byte[] header)
    {
        foreach (var line in ProbeScan.Objects(header, HeaderLines))
        {
            if ((line.Text("cwd") ?? line.Text("payload.cwd") ?? line.Text("session_meta.cwd")) is { Length: > 0 } cwd)
                return cwd;
        }

        return null;
    }
}
