using System.Globalization;
using System.Text;

namespace OpenTraces.Trail.Git;

/// <summary>Reads objects by name through <c>cat-file</c>'s batch modes.</summary>
internal static class ObjectReader
{
    public static async ValueTask<byte[]?> ReadBlobAsync(GitProcess git, string name, CancellationToken cancellationToken)
    {
        var stream = git.Start(["cat-file", "--batch"], (input, token) => WriteAsync(input, [name], token), cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                var reader = new ByteLineReader(stream.Output);
                if (await reader.ReadAsync((byte)'\n', stream.Token).ConfigureAwait(false) is not { } line)
                {
                    await stream.FinishAsync().ConfigureAwait(false);
                    throw GitFailure.Unreadable("no answer for an object");
                }

                var fields = Encoding.UTF8.GetString(line.Span).Split(' ');
                return fields is [_, "blob", var size] && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    ? await reader.ReadExactlyAsync(count, stream.Token).ConfigureAwait(false)
                    : null;
            }
            catch (OperationCanceledException) when (stream.TimedOut)
            {
                throw stream.Timeout();
            }
        }
    }

    public static async ValueTask<IReadOnlySet<string>> FindExistingAsync(
        GitProcess git, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        string[] asked = [.. names.Where(n => !n.Contains('\n'))];
        if (asked.Length == 0)
            return found;
        var stream = git.Start(
            ["cat-file", "--batch-check=%(objecttype)"], (input, token) => WriteAsync(input, asked, token), cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                var reader = new ByteLineReader(stream.Output);
                foreach (var name in asked)
                {
                    if (await reader.ReadAsync((byte)'\n', stream.Token).ConfigureAwait(false) is { } line && line.Span.SequenceEqual("blob"u8))
                        found.Add(name);
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
