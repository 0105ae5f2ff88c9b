using System.Text;
using OpenTraces.Bucket;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.Paths;
using OpenTraces.Trail.Survival;

namespace OpenTraces.Trail.Blame;

/// <summary>Answers which step wrote each line of a file.</summary>
internal static class FileBlameRun
{
    public static async ValueTask<FileBlame> RunAsync(
        IGitRepository git, ITraceStore store, string revision, string path, CancellationToken cancellationToken)
    {
        var id = await git.ResolveAsync(revision, cancellationToken).ConfigureAwait(false);
        path = string.Join('/', PathForm.Split(path, OperatingSystem.IsWindows()));
        var content = path.Length == 0 ? null : await git.ReadFileAsync(id, path, cancellationToken).ConfigureAwait(false);
        if (content is null)
            throw GitFailure.NoFile(path, id);
        var text = Lines(content);
        var (origins, names) = await LineOrigins.FindAsync(git, id, path, text.Length, cancellationToken).ConfigureAwait(false);
        var time = (await git.ReadCommitAsync(id, cancellationToken).ConfigureAwait(false)).CommitterTime;
        var candidates = await CandidateTraces.ReadAsync(store, names, time, cancellationToken).ConfigureAwait(false);
        var set = await AnchorSet.FindAsync(git, candidates.Patches, id, false, cancellationToken).ConfigureAwait(false);
        var written = Place(set, id, path);
        return new FileBlame
        {
            Commit = id,
            Path = path,
            Lines =
            [
                .. text.Select((line, i) => new LineBlame
                {
                    Line = i + 1,
                    Text = line,
                    Commit = origins[i].Commit,
                    Anchor = Choose(written[i + 1], origins[i].Commit),
                }),
            ],
        };
    }

    /// <summary>For each line the anchors of the patches it carries, in the order the patches were made.</summary>
    private static ILookup<int, PatchAnchor> Place(AnchorSet set, string id, string path)
    {
        var tracked = new List<TrackedPatch>();
        var indices = new List<int>();
        for (var i = 0; i < set.Patches.Count; i++)
        {
            if (set.Track(i) is not { } patch)
                continue;
            tracked.Add(patch);
            indices.Add(i);
        }

        var fates = SurvivalWalk.Run(set.Log, tracked, set.Log.NumberOf(id));
        return fates
            .SelectMany((f, i) => f.Places.Where(p => p.Path == path).Select(p => (p.Line, Patch: indices[i])))
            .Distinct()
            .ToLookup(p => p.Line, p => set.AnchorOf(set.Patches[p.Patch].Source));
    }

    /// <summary>A patch in the commit that last wrote the line, or else the last patch the line carries.</summary>
    private static PatchAnchor? Choose(IEnumerable<PatchAnchor> anchors, string commit) =>
        anchors.LastOrDefault(a => a.Commit == commit) ?? anchors.LastOrDefault();

    private static string[] Lines(byte[] content)
    {
        var lines = Encoding.UTF8.GetString(content).Split('\n');
        return [.. (lines[^1].Length == 0 ? lines[..^1] : lines).Select(l => l.TrimEnd('\r'))];
    }
}
