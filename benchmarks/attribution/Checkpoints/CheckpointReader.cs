using System.Text.Json;
using OpenTraces.Attribution.Histories;

namespace OpenTraces.Attribution.Checkpoints;

/// <summary>Reads the checkpoints that a repository keeps on <c>entire/checkpoints/v1</c> and under <c>refs/entire/checkpoints</c>.</summary>
internal static class CheckpointReader
{
    private const string Branch = "entire/checkpoints/v1";

    public static IReadOnlyList<Checkpoint> Read(GitRunner git)
    {
        var found = new List<Checkpoint>();
        foreach (var name in git.Run("for-each-ref", "--format=%(refname)").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name.EndsWith("/" + Branch, StringComparison.Ordinal))
                Read(git, name, null, found);
            else if (name.StartsWith("refs/entire/checkpoints/", StringComparison.Ordinal))
                Read(git, name, name[(name.LastIndexOf('/') + 1)..], found);
        }

        var there = Existing(git, found);
        return [.. found.Where(c => there.Contains(c.Blob)).DistinctBy(c => (c.Id, c.Session, c.Blob)).OrderBy(c => c.Created, StringComparer.Ordinal)];
    }

    /// <summary>In January 2026 the day was written before the harness's id, and one session has several days.</summary>
    private static string Session(string id) =>
        id.Length > 11 && id[4] == '-' && id[7] == '-' && id[10] == '-' && DateOnly.TryParseExact(id[..10], "yyyy-MM-dd", out _) ? id[11..] : id;

    /// <summary>The transcripts that this clone has: of a large repository hosts give some only when asked.</summary>
    private static HashSet<string> Existing(GitRunner git, List<Checkpoint> checkpoints)
    {
        git.TryRun(string.Concat(checkpoints.Select(c => c.Blob + "\n")), out var output, "cat-file", "--batch-check=%(objectname) %(objecttype)");
        return [.. output.Split('\n').Where(l => l.EndsWith(" blob", StringComparison.Ordinal)).Select(l => l[..l.IndexOf(' ', StringComparison.Ordinal)])];
    }

    private static void Read(GitRunner git, string reference, string? id, List<Checkpoint> found)
    {
        var blobs = git.Run("ls-tree", "-r", "-z", reference).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => (Path: l[(l.IndexOf('\t', StringComparison.Ordinal) + 1)..], Blob: l.Split(' ', '\t')[2]))
            .ToDictionary(f => f.Path, f => f.Blob, StringComparer.Ordinal);
        foreach (var (path, blob) in blobs)
        {
            if (!path.EndsWith("/full.jsonl", StringComparison.Ordinal))
                continue;
            var folder = path[..path.LastIndexOf('/')];
            if (!blobs.TryGetValue(folder + "/metadata.json", out var metadata))
                continue;
            using var json = JsonDocument.Parse(git.Run("cat-file", "blob", metadata));
            var parts = path.Split('/');
            found.Add(new Checkpoint(
                id ?? parts[0] + parts[1],
                Session(json.RootElement.GetProperty("session_id").GetString()!),
                json.RootElement.TryGetProperty("created_at", out var created) ? created.GetString() ?? "" : "",
                blob));
        }
    }
}
