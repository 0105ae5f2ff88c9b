using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace OpenTraces.Trail.Git;

/// <summary>Reads the commits that <c>rev-list --parents</c> prints.</summary>
internal static class CommitListReader
{
    public const string Format = "--format=%T%x00%ct%x00%at%x00%s%x00%b%x00";

    private const string RevertMark = "This reverts commit ";

    public static IAsyncEnumerable<GitCommit> ReadAsync(GitProcess git, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ReadAsync(git, arguments, null, cancellationToken);

    /// <param name="git">Git.</param>
    /// <param name="arguments">What it is asked.</param>
    /// <param name="ids">What it is given to read, one a line; null for nothing.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<GitCommit> ReadAsync(
        GitProcess git, IReadOnlyList<string> arguments, IReadOnlyCollection<string>? ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = git.Start(arguments, ids is null ? null : (input, token) => WriteAsync(input, ids, token), cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            var reader = new ByteLineReader(stream.Output);
            while (await NextAsync(reader, stream).ConfigureAwait(false) is { } commit)
                yield return commit;
            await stream.FinishAsync().ConfigureAwait(false);
        }
    }

    private static async ValueTask<GitCommit?> NextAsync(ByteLineReader reader, GitStream stream)
    {
        try
        {
            if (await reader.ReadAsync((byte)'\n', stream.Token).ConfigureAwait(false) is not { } header)
                return null;
            var ids = Encoding.ASCII.GetString(header.Span).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var tree = await FieldAsync(reader, stream).ConfigureAwait(false);
            var time = await FieldAsync(reader, stream).ConfigureAwait(false);
            var authored = await FieldAsync(reader, stream).ConfigureAwait(false);
            var subject = await FieldAsync(reader, stream).ConfigureAwait(false);
            var body = await FieldAsync(reader, stream).ConfigureAwait(false);
            await reader.SkipAsync((byte)'\n', stream.Token).ConfigureAwait(false);
            if (ids.Length < 2 || ids[0] != "commit" || Time(time) is not { } committerTime || Time(authored) is not { } authorTime)
                throw GitFailure.Unreadable("a commit has an unknown form");
            return new GitCommit
            {
                Id = ids[1],
                Parents = ids[2..],
                Tree = tree,
                Subject = subject,
                Reverts = FindReverts(body),
                CommitterTime = committerTime,
                AuthorTime = authorTime,
            };
        }
        catch (OperationCanceledException) when (stream.TimedOut)
        {
            throw stream.Timeout();
        }
    }

    private static DateTimeOffset? Time(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, -62135596800, 253402300799))
            : null;

    private static async ValueTask<string> FieldAsync(ByteLineReader reader, GitStream stream) =>
        await reader.ReadAsync(0, stream.Token).ConfigureAwait(false) is { } bytes
            ? Encoding.UTF8.GetString(bytes.Span)
            : throw GitFailure.Unreadable("it ended early");

    /// <summary>Gives git ids to read, one a line.</summary>
    public static async Task WriteAsync(Stream input, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
            await input.WriteAsync(Encoding.ASCII.GetBytes(id + "\n"), cancellationToken).ConfigureAwait(false);
    }

    private static List<string> FindReverts(string body)
    {
        var found = new List<string>();
        for (var at = body.IndexOf(RevertMark, StringComparison.Ordinal); at >= 0; at = body.IndexOf(RevertMark, at, StringComparison.Ordinal))
        {
            at += RevertMark.Length;
            var end = at;
            while (end < body.Length && char.IsAsciiHexDigitLower(body[end]))
                end++;
            if (end - at is 40 or 64)
                found.Add(body[at..end]);
        }

        return found;
    }
}
