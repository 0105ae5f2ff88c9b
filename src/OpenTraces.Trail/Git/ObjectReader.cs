using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace OpenTraces.Trail.Git;

/// <summary>Reads objects by name through <c>cat-file</c>'s batch modes.</summary>
internal static class ObjectReader
{
    /// <summary>Git takes longer files for binary too, unless it is told otherwise.</summary>
    private const long BigFile = 512L << 20;

    public static async ValueTask<byte[]?> ReadBlobAsync(GitProcess git, string name, CancellationToken cancellationToken)
    {
        await foreach (var bytes in ReadBlobsAsync(git, [name], cancellationToken).ConfigureAwait(false))
            return bytes;
        return null;
    }

    /// <summary>The bytes of some blobs, in their order; null for a name that is none, and for one of more than 512 MB.</summary>
    public static async IAsyncEnumerable<byte[]?> ReadBlobsAsync(
        GitProcess git, IReadOnlyList<string> names, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] asked = [.. names.Where(n => !n.Contains('\n'))];
        var stream = git.Start(["cat-file", "--batch"], (input, token) => WriteAsync(input, asked, token), cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            var reader = new ByteLineReader(stream.Output);
            foreach (var name in names)
                yield return name.Contains('\n') ? null : await NextBlobAsync(reader, stream).ConfigureAwait(false);
            await stream.FinishAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Some objects that are known to be there, whatever their kind, in the order of their ids.</summary>
    public static async IAsyncEnumerable<GitObject> ReadObjectsAsync(
        GitProcess git, IReadOnlyList<string> ids, long limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = git.Start(["cat-file", "--batch"], (input, token) => WriteAsync(input, ids, token), cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            var reader = new ByteLineReader(stream.Output);
            foreach (var id in ids)
                yield return await NextObjectAsync(reader, stream, id, limit).ConfigureAwait(false);
            await stream.FinishAsync().ConfigureAwait(false);
        }
    }

    private static async ValueTask<GitObject> NextObjectAsync(ByteLineReader reader, GitStream stream, string id, long limit)
    {
        try
        {
            var line = await reader.ReadAsync((byte)'\n', stream.Token).ConfigureAwait(false);
            var fields = line is null ? [] : Encoding.UTF8.GetString(line.Value.Span).Split(' ');
            if (fields is not [_, var kind, var size] || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                throw GitFailure.NoObject(id);
            byte[]? bytes = null;
            if (count <= Math.Min(limit, BigFile))
                bytes = await reader.ReadExactlyAsync((int)count, stream.Token).ConfigureAwait(false);
            else
                await reader.SkipExactlyAsync(count, stream.Token).ConfigureAwait(false);
            await reader.SkipAsync((byte)'\n', stream.Token).ConfigureAwait(false);
            return new GitObject(id, kind, count, bytes);
        }
        catch (OperationCanceledException) when (stream.TimedOut)
        {
            throw stream.Timeout();
        }
    }

    private static async ValueTask<byte[]?> NextBlobAsync(ByteLineReader reader, GitStream stream)
    {
        try
        {
            if (await reader.ReadAsync((byte)'\n', stream.Token).ConfigureAwait(false) is not { } line)
            {
                await stream.FinishAsync().ConfigureAwait(false);
                throw GitFailure.Unreadable("no answer for an object");
            }

            // What is not there is answered in words.
            var fields = Encoding.UTF8.GetString(line.Span).Split(' ');
            if (fields is not [_, var kind, var size] || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                return null;
            byte[]? bytes = null;
            if (kind == "blob" && count <= BigFile)
                bytes = await reader.ReadExactlyAsync((int)count, stream.Token).ConfigureAwait(false);
            else
                await reader.SkipExactlyAsync(count, stream.Token).ConfigureAwait(false);
            await reader.SkipAsync((byte)'\n', stream.Token).ConfigureAwait(false);
            return bytes;
        }
        catch (OperationCanceledException) when (stream.TimedOut)
        {
            throw stream.Timeout();
        }
    }

    public static async ValueTask<IReadOnlySet<string>> FindExistingAsync(
        GitProcess git, IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        (await FindIdsAsync(git, names, cancellationToken).ConfigureAwait(false)).Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>The ids of those names that are blobs.</summary>
    public static async ValueTask<IReadOnlyDictionary<string, string>> FindIdsAsync(
        GitProcess git, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] asked = [.. names.Where(n => !n.Contains('\n'))];
        if (asked.Length == 0)
            return found;
        var stream = git.Start(
            ["cat-file", "--batch-check=%(objecttype) %(objectname)"], (input, token) => WriteAsync(input, asked, token), cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                var reader = new ByteLineReader(stream.Output);
                foreach (var name in asked)
                {
                    if (await reader.ReadAsync((byte)'\n', stream.Token).ConfigureAwait(false) is { } line && line.Span.StartsWith("blob "u8))
                        found[name] = Encoding.ASCII.GetString(line.Span[5..]);
                }

                await stream.FinishAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stream.TimedOut)
            {
                throw stream.Timeout();
            }
        }

        return found;
    }

    private static async Task WriteAsync(Stream input, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        foreach (var name in names)
            await input.WriteAsync(Encoding.UTF8.GetBytes(name + "\n"), cancellationToken).ConfigureAwait(false);
    }
}
