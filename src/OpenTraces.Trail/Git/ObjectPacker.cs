using System.Text;

namespace OpenTraces.Trail.Git;

/// <summary>Lists objects and packs them.</summary>
internal static class ObjectPacker
{
    /// <summary>Nothing is taken over from the packs of the repository, which another repack would have made otherwise.</summary>
    private static readonly string[] Pack =
    [
        "pack-objects", "--stdout", "-q", "--threads=1", "--no-reuse-delta", "--no-reuse-object",
        "--window=10", "--depth=50", "--window-memory=0", "--compression=6", "--delta-base-offset",
    ];

    public static async ValueTask<IReadOnlyList<ObjectName>> ListAsync(
        GitProcess git, IReadOnlyList<string> commits, IReadOnlyList<string>? without, CancellationToken cancellationToken)
    {
        string[] asked = [.. commits, .. (without ?? []).Select(id => "^" + id)];
        string[] arguments = without is null ? ["rev-list", "--objects", "--no-walk", "--stdin"] : ["rev-list", "--objects", "--stdin"];
        var stream = git.Start(arguments, (input, token) => CommitListReader.WriteAsync(input, asked, token), cancellationToken);
        var found = new List<ObjectName>();
        await using (stream.ConfigureAwait(false))
        {
            var reader = new ByteLineReader(stream.Output);
            while (await ReadAsync(reader, stream).ConfigureAwait(false) is { } line)
            {
                var space = line.IndexOf(' ', StringComparison.Ordinal);
                found.Add(space < 0 ? new ObjectName(line, "") : new ObjectName(line[..space], line[(space + 1)..]));
            }

            await stream.FinishAsync().ConfigureAwait(false);
        }

        return found;
    }

    public static async ValueTask PackAsync(GitProcess git, IReadOnlyList<ObjectName> objects, Stream output, CancellationToken cancellationToken)
    {
        var stream = git.Start(Pack, (input, token) => WriteAsync(input, objects, token), cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                var buffer = new byte[128 * 1024];
                int read;
                while ((read = await stream.Output.ReadAsync(buffer, stream.Token).ConfigureAwait(false)) > 0)
                {
                    await output.WriteAsync(buffer.AsMemory(0, read), stream.Token).ConfigureAwait(false);
                    // A large pack takes its time: only a git from which nothing comes is waited for too long.
                    stream.BeginWait();
                }
            }
            catch (OperationCanceledException) when (stream.TimedOut)
            {
                throw stream.Timeout();
            }

            await stream.FinishAsync().ConfigureAwait(false);
        }
    }

    private static async ValueTask<string?> ReadAsync(ByteLineReader reader, GitStream stream)
    {
        try
        {
            return await reader.ReadAsync((byte)'\n', stream.Token).ConfigureAwait(false) is { } line ? Encoding.UTF8.GetString(line.Span) : null;
        }
        catch (OperationCanceledException) when (stream.TimedOut)
        {
            throw stream.Timeout();
        }
    }

    private static async Task WriteAsync(Stream input, IReadOnlyList<ObjectName> objects, CancellationToken cancellationToken)
    {
        foreach (var one in objects)
            await input.WriteAsync(Encoding.UTF8.GetBytes(one.Path.Length == 0 ? one.Id + "\n" : $"{one.Id} {one.Path}\n"), cancellationToken).ConfigureAwait(false);
    }
}
