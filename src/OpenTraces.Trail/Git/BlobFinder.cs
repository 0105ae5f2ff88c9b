using System.Text;

namespace OpenTraces.Trail.Git;

/// <summary>Finds many blobs by name without reading them.</summary>
internal static class BlobFinder
{
    /// <summary>The ids of those names that are blobs.</summary>
    public static async ValueTask<IReadOnlyDictionary<string, string>> FindAsync(
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
