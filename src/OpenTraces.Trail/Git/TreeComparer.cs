using System.Runtime.CompilerServices;
using System.Text;

namespace OpenTraces.Trail.Git;

/// <summary>Compares trees by one <c>diff-tree</c>, however often it is asked.</summary>
/// <param name="git">Git.</param>
/// <param name="paths">The files to look at; empty for all.</param>
/// <param name="moves">Looks for moved files.</param>
/// <param name="hidden">
/// What is done about files whose text git does not show, because attributes or settings of somebody say so: the answer must not depend
/// on them.
/// </param>
internal sealed class TreeComparer(GitProcess git, IReadOnlyList<string> paths, bool moves, HiddenText hidden) : IAsyncDisposable
{
    private const int FirstPart = 16;
    private const int Part = 256;

    private GitDialogue? _dialogue;
    private TreeComparer? _unhidden;

    /// <summary>Compares trees in the given order.</summary>
    public async IAsyncEnumerable<TreeDiff> CompareAsync(
        IReadOnlyList<TreePair> pairs, DiffWish wish, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (pairs.Count == 0)
            yield break;
        var dialogue = await StartAsync(cancellationToken).ConfigureAwait(false);
        dialogue.Ask((input, token) => WriteAsync(input, pairs, token));
        var (done, isReading) = (0, true);
        var reader = new TreeDiffReader(dialogue.Answers, (change, all) => isReading ? wish(change, all) : DiffText.Count, hidden == HiddenText.Shown);
        try
        {
            while (done < pairs.Count)
            {
                isReading = true;
                var diff = await dialogue.ReadAsync(reader.ReadAsync(pairs[done], dialogue.Token)).ConfigureAwait(false);
                (done, isReading) = (done + 1, false);
                yield return hidden == HiddenText.LookedFor ? await UnhideAsync(diff, cancellationToken).ConfigureAwait(false) : diff;
            }
        }
        finally
        {
            // A git that finishes what it was asked ends by itself; to end it means to look through every process there is.
            if (!isReading && pairs.Count - done <= Part)
            {
                while (done < pairs.Count)
                    await dialogue.ReadAsync(reader.ReadAsync(pairs[done++], dialogue.Token)).ConfigureAwait(false);
                await dialogue.ReadAsync(reader.ReadEndAsync(dialogue.Token)).ConfigureAwait(false);
                dialogue.Close();
            }
        }
    }

    /// <summary>The same for one who may need the first of them only: git is asked for some, then for more.</summary>
    public async IAsyncEnumerable<TreeDiff> CompareInPartsAsync(
        IReadOnlyList<TreePair> pairs, DiffWish wish, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var part = FirstPart;
        for (var at = 0; at < pairs.Count; at += part, part = Math.Min(2 * part, Part))
        {
            await foreach (var diff in CompareAsync([.. pairs.Skip(at).Take(part)], wish, cancellationToken).ConfigureAwait(false))
                yield return diff;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_dialogue is not null)
            await _dialogue.DisposeAsync().ConfigureAwait(false);
        if (_unhidden is not null)
            await _unhidden.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Asks another git, which takes everything for text, about the files that are wanted and were called binary.</summary>
    private async ValueTask<TreeDiff> UnhideAsync(TreeDiff diff, CancellationToken cancellationToken)
    {
        var wanted = diff.Changes.Where(c => c is { IsBinary: true, Asked: DiffText.Full }).Select(c => (c.OldPath, c.NewPath)).ToHashSet();
        if (wanted.Count == 0)
            return diff;
        _unhidden ??= new TreeComparer(git, paths, moves, HiddenText.Shown);
        var shown = new Dictionary<(string?, string?), FileChange>();
        DiffWish wish = (change, _) => wanted.Contains((change.OldPath, change.NewPath)) ? DiffText.Full : DiffText.Count;
        await foreach (var again in _unhidden.CompareAsync([diff.Trees], wish, cancellationToken).ConfigureAwait(false))
        {
            foreach (var change in again.Changes)
                shown[(change.OldPath, change.NewPath)] = change;
        }

        return diff with { Changes = [.. diff.Changes.Select(c => wanted.Contains((c.OldPath, c.NewPath)) ? shown.GetValueOrDefault((c.OldPath, c.NewPath), c) : c)] };
    }

    private async ValueTask<GitDialogue> StartAsync(CancellationToken cancellationToken)
    {
        if (_dialogue is { IsFree: false } left)
        {
            _dialogue = null;
            await left.DisposeAsync().ConfigureAwait(false);
        }

        string[] arguments =
        [
            "diff-tree", "--stdin", "-r", "--raw", "-p", "-z", "-U0", moves ? "-M" : "--no-renames", "--full-index", "--no-color",
            // Told here, since an attribute may choose another algorithm than the configuration.
            "--no-ext-diff", "--no-textconv", "--diff-algorithm=myers", "--indent-heuristic", "--submodule=short", "--src-prefix=a/", "--dst-prefix=b/",
            .. hidden == HiddenText.Shown ? (string[])["--text"] : [], "--", .. paths,
        ];
        return _dialogue ??= new GitDialogue(git, arguments, cancellationToken);
    }

    private static async Task WriteAsync(Stream input, IReadOnlyList<TreePair> pairs, CancellationToken cancellationToken)
    {
        var writer = new StreamWriter(input, new UTF8Encoding(false), 16 * 1024, leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            foreach (var pair in pairs)
                await writer.WriteAsync($"{pair.Old} {pair.New}\n".AsMemory(), cancellationToken).ConfigureAwait(false);
            // Git repeats a line that names no trees, and prints at once what it held back.
            await writer.WriteAsync("\n".AsMemory(), cancellationToken).ConfigureAwait(false);
        }
    }
}
