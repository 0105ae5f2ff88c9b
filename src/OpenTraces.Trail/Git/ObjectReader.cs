using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace OpenTraces.Trail.Git;

/// <summary>Reads objects by name through one <c>cat-file --batch</c>, however often it is asked.</summary>
internal sealed class ObjectReader(GitProcess git) : IAsyncDisposable
{
    /// <summary>Git takes longer files for binary too, unless it is told otherwise.</summary>
    private const long BigFile = 512L << 20;

    private const string AnyKind = "any";
    private const int MaxDepth = 1000;
    private const int MaxFiles = 20_000_000;

    private GitDialogue? _dialogue;

    /// <summary>The full id of a commit; null when the name means none.</summary>
    public async ValueTask<string?> FindCommitAsync(string name, CancellationToken cancellationToken)
    {
        await foreach (var found in ReadAsync([name + "^{commit}"], "", 0, cancellationToken).ConfigureAwait(false))
            return found is { Kind: "commit" } ? found.Id : null;
        return null;
    }

    public async ValueTask<byte[]?> ReadBlobAsync(string name, CancellationToken cancellationToken)
    {
        byte[]? bytes = null;
        await foreach (var blob in ReadBlobsAsync([name], cancellationToken).ConfigureAwait(false))
            bytes = blob;
        return bytes;
    }

    /// <summary>The bytes of some blobs, in their order; null for a name that is none, and for one of more than 512 MB.</summary>
    public async IAsyncEnumerable<byte[]?> ReadBlobsAsync(
        IReadOnlyList<string> names, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in ReadAsync(names, "blob", BigFile, cancellationToken).ConfigureAwait(false))
            yield return found?.Content;
    }

    /// <summary>Some objects that are known to be there, whatever their kind, in the order of their ids.</summary>
    public async IAsyncEnumerable<GitObject> ReadObjectsAsync(
        IReadOnlyList<string> ids, long limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var at = 0;
        await foreach (var found in ReadAsync(ids, AnyKind, limit, cancellationToken).ConfigureAwait(false))
            yield return found is { } one ? new GitObject(ids[at++], one.Kind, one.Size, one.Content) : throw GitFailure.NoObject(ids[at]);
    }

    /// <summary>Which of some names mean a blob.</summary>
    public async ValueTask<IReadOnlySet<string>> FindExistingAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var existing = new HashSet<string>(StringComparer.Ordinal);
        string[] asked = [.. names];
        var at = 0;
        await foreach (var found in ReadAsync(asked, "", 0, cancellationToken).ConfigureAwait(false))
        {
            if (found is { Kind: "blob" })
                existing.Add(asked[at]);
            at++;
        }

        return existing;
    }

    /// <summary>Every file below a commit's root, and every submodule, in git's order.</summary>
    public async ValueTask<IReadOnlyList<string>> ListFilesAsync(string treeish, CancellationToken cancellationToken)
    {
        var folders = new Dictionary<string, List<TreeEntry>>(StringComparer.Ordinal);
        string[] open = [treeish + "^{tree}"];
        while (open.Length > 0)
        {
            var at = 0;
            await foreach (var found in ReadAsync(open, "tree", BigFile, cancellationToken).ConfigureAwait(false))
            {
                var folder = open[at++];
                folders[folder] = TreeEntry.Read(found?.Content ?? throw GitFailure.NoObject(folder), found.Id.Length / 2);
            }

            open = [.. open.SelectMany(f => folders[f]).Select(e => e.Folder).OfType<string>().Distinct(StringComparer.Ordinal).Where(f => !folders.ContainsKey(f))];
        }

        var files = new List<string>();
        Add("", treeish + "^{tree}");
        return files;

        void Add(string prefix, string folder, int depth = 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (depth > MaxDepth || files.Count > MaxFiles)
                throw GitFailure.Unreadable("a commit has more files, or folders in folders, than any that people make");
            foreach (var entry in folders[folder])
            {
                if (entry.Folder is null)
                    files.Add(prefix + entry.Name);
                else
                    Add(prefix + entry.Name + "/", entry.Folder, depth + 1);
            }
        }
    }

    public ValueTask DisposeAsync() => _dialogue?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>What some names mean, in their order; null for a name without meaning.</summary>
    /// <param name="names">The names.</param>
    /// <param name="kind">Whose content is read.</param>
    /// <param name="limit">The longest content that is read, in bytes.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    private async IAsyncEnumerable<FoundObject?> ReadAsync(
        IReadOnlyList<string> names, string kind, long limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] asked = [.. names.Where(n => !n.Contains('\n'))];
        if (_dialogue is { IsFree: false } left)
        {
            _dialogue = null;
            await left.DisposeAsync().ConfigureAwait(false);
        }

        if (asked.Length > 0)
        {
            _dialogue ??= new GitDialogue(git, ["cat-file", "--batch"], cancellationToken);
            _dialogue.Ask((input, token) => WriteAsync(input, asked, token));
        }

        var (dialogue, open) = (_dialogue, asked.Length);
        foreach (var name in names)
        {
            if (name.Contains('\n'))
            {
                yield return null;
                continue;
            }

            var found = await dialogue!.ReadAsync(NextAsync(dialogue, kind, limit)).ConfigureAwait(false);
            if (--open == 0)
                dialogue.Close();
            yield return found;
        }
    }

    private static async ValueTask<FoundObject?> NextAsync(GitDialogue dialogue, string wanted, long limit)
    {
        var (reader, token) = (dialogue.Answers, dialogue.Token);
        if (await reader.ReadAsync((byte)'\n', token).ConfigureAwait(false) is not { } line)
            throw GitFailure.Unreadable("no answer for an object");
        // What is not there is answered in words.
        var fields = Encoding.UTF8.GetString(line.Span).Split(' ');
        if (fields is not [var id, var kind, var size] || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return null;
        byte[]? content = null;
        if ((kind == wanted || wanted == AnyKind) && count <= Math.Min(limit, BigFile))
            content = await reader.ReadExactlyAsync((int)count, token).ConfigureAwait(false);
        else
            await reader.SkipExactlyAsync(count, token).ConfigureAwait(false);
        await reader.SkipAsync((byte)'\n', token).ConfigureAwait(false);
        return new FoundObject(id, kind, count, content);
    }

    private static async Task WriteAsync(Stream input, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var writer = new StreamWriter(input, new UTF8Encoding(false), 16 * 1024, leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            foreach (var name in names)
                await writer.WriteAsync((name + "\n").AsMemory(), cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed record FoundObject(string Id, string Kind, long Size, byte[]? Content);
}
