using System.Runtime.CompilerServices;
using System.Text;
using OpenTraces.Bucket;
using OpenTraces.Trail.Git;
using OpenTraces.Trail.Survival;

namespace OpenTraces.Trail.Blame;

/// <summary>Answers which step wrote each line of some files.</summary>
internal static class FileBlameRun
{
    /// <summary>As far as git looks for the byte that makes a file binary.</summary>
    private const int BinaryHead = 8000;

    public static async ValueTask<FileBlame> RunAsync(
        IGitRepository git, ITraceStore store, string revision, string path, CancellationToken cancellationToken)
    {
        var id = await git.ResolveAsync(revision, cancellationToken).ConfigureAwait(false);
        var content = path.Length == 0 ? null : await git.ReadFileAsync(id, path, cancellationToken).ConfigureAwait(false);
        if (content is null)
            throw await MissingAsync(git, path, id, cancellationToken).ConfigureAwait(false);
        if (IsBinary(content))
            throw GitFailure.Binary(path, id);
        return (await RunAsync(git, store, id, [(path, Lines(content))], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>A file without content is one the commit does not have, or one that a partial clone left out.</summary>
    private static async ValueTask<Exception> MissingAsync(IGitRepository git, string path, string id, CancellationToken cancellationToken) =>
        (await git.ListFilesAsync(id, cancellationToken).ConfigureAwait(false)).Contains(path) ? GitFailure.NoContent(path, id) : GitFailure.NoFile(path, id);

    /// <summary>Every file of text, in git's order.</summary>
    public static async IAsyncEnumerable<FileBlame> RunAllAsync(
        IGitRepository git, ITraceStore store, string revision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = await git.ResolveAsync(revision, cancellationToken).ConfigureAwait(false);
        var paths = await git.ListFilesAsync(id, cancellationToken).ConfigureAwait(false);
        var texts = new List<(string Path, string[] Lines)>();
        var at = 0;
        await foreach (var content in git.ReadFilesAsync(id, paths, cancellationToken).ConfigureAwait(false))
        {
            var path = paths[at++];
            if (content is not null && !IsBinary(content))
                texts.Add((path, Lines(content)));
        }

        foreach (var blame in await RunAsync(git, store, id, texts, cancellationToken).ConfigureAwait(false))
            yield return blame;
    }

    private static async ValueTask<List<FileBlame>> RunAsync(
        IGitRepository git, ITraceStore store, string id, List<(string Path, string[] Lines)> texts, CancellationToken cancellationToken)
    {
        var history = await git.ListCommitsAsync([id], true, cancellationToken).ConfigureAwait(false);
        var (origins, names) = await LineOrigins.FindAsync(git, history, id, texts.ConvertAll(t => (t.Path, t.Lines.Length)), cancellationToken).ConfigureAwait(false);
        var candidates = await CandidateTraces.ReadAsync(store, names, history.Find(id)?.CommitterTime, cancellationToken).ConfigureAwait(false);
        var set = await AnchorSet.FindAsync(git, candidates.Patches, id, history, cancellationToken).ConfigureAwait(false);
        var written = Place(set, id, texts.Select(t => t.Path).ToHashSet(StringComparer.Ordinal));
        var blames = new List<FileBlame>(texts.Count);
        var start = 0;
        foreach (var (path, lines) in texts)
        {
            var own = origins.AsMemory(start, lines.Length);
            CarriedPatch[] carried = [.. lines.Select((_, i) => Choose(written[(path, i + 1)], own.Span[i].Commit))];
            var firm = new LineFirmness(set, lines, carried);
            blames.Add(new FileBlame
            {
                Commit = id,
                Path = path,
                Lines = [.. lines.Select((text, i) => new LineBlame { Line = i + 1, Text = text, Commit = own.Span[i].Commit, Anchor = carried[i].Anchor, Firm = firm.IsFirm(i) })],
            });
            start += lines.Length;
        }

        return blames;
    }

    /// <summary>For each line the anchors of the patches it carries, in the order the patches were made.</summary>
    private static ILookup<(string Path, int Line), CarriedPatch> Place(AnchorSet set, string id, HashSet<string> paths)
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
            .SelectMany((f, i) => f.Places.Where(p => paths.Contains(p.Path)).Select(p => (p.Path, p.Line, Patch: indices[i], p.Moved)))
            .Distinct()
            .ToLookup(p => (p.Path, p.Line), p => new CarriedPatch(set.AnchorOf(set.Patches[p.Patch].Source), p.Moved));
    }

    /// <summary>A patch in the commit that last wrote the line, or else the last patch the line carries.</summary>
    private static CarriedPatch Choose(IEnumerable<CarriedPatch> patches, string commit) =>
        patches.LastOrDefault(p => p.Anchor!.Commit == commit) is { Anchor: not null } own ? own : patches.LastOrDefault();

    private static bool IsBinary(byte[] content) => content.AsSpan(0, Math.Min(content.Length, BinaryHead)).Contains((byte)0);

    private static string[] Lines(byte[] content)
    {
        var lines = Encoding.UTF8.GetString(content).Split('\n');
        return [.. (lines[^1].Length == 0 ? lines[..^1] : lines).Select(l => l.TrimEnd('\r'))];
    }
}
