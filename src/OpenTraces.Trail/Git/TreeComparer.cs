using System.Runtime.CompilerServices;
using System.Text;

namespace OpenTraces.Trail.Git;

/// <summary>Compares trees by one <c>diff-tree</c>, however often it is asked.</summary>
/// <param name="git">Git.</param>
/// <param name="paths">The files to look at; empty for all.</param>
/// <param name="moves">Looks for moved files.</param>
internal sealed class TreeComparer(GitProcess git, IReadOnlyList<string> paths, bool moves) : IAsyncDisposable
{
    private GitDialogue? _dialogue;

    /// <summary>Compares trees in the given order.</summary>
    public async IAsyncEnumerable<TreeDiff> CompareAsync(
        IReadOnlyList<TreePair> pairs, DiffWish wish, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (pairs.Count == 0)
            yield break;
        var dialogue = await StartAsync(cancellationToken).ConfigureAwait(false);
        dialogue.Ask((input, token) => WriteAsync(input, pairs, token));
        var reader = new TreeDiffReader(dialogue.Answers, wish);
        foreach (var pair in pairs)
            yield return await dialogue.ReadAsync(reader.ReadAsync(pair, dialogue.Token)).ConfigureAwait(false);
        await dialogue.ReadAsync(reader.ReadEndAsync(dialogue.Token)).ConfigureAwait(false);
        dialogue.Close();
    }

    public ValueTask DisposeAsync() => _dialogue?.DisposeAsync() ?? ValueTask.CompletedTask;

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
            "--no-ext-diff", "--no-textconv", "--indent-heuristic", "--submodule=short", "--src-prefix=a/", "--dst-prefix=b/", "--", .. paths,
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
