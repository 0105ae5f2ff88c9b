using System.Globalization;
using System.Text;
using System.Threading.Channels;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Replay;

/// <summary>
/// Writes batches into a clone: the only place that sets a ref of a person's. The commits are made in a repository of their own, whose objects
/// are the clone's, and then the ref moves, at once and only from where it was read. No hook runs and no reflog is kept.
/// </summary>
internal sealed class LogWriter(string folder, TrailOptions options)
{
    private const string Branch = "refs/heads/log";
    private const string Author = "opentraces <opentraces@local>";

    public async ValueTask<string> AppendAsync(IReadOnlyList<LogBatch> batches, string? head, CancellationToken cancellationToken)
    {
        var own = Directory.CreateTempSubdirectory("opentraces-replay-");
        try
        {
            return await AppendAsync(batches, head, own.FullName, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            try
            {
                own.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Something of the system looks into it: the ref has moved, or the failure is on its way.
            }
        }
    }

    private async ValueTask<string> AppendAsync(
        IReadOnlyList<LogBatch> batches, string? head, string own, CancellationToken cancellationToken)
    {
        var clone = Start(GitPlace.Named(options, folder)?.Variables, folder, own);
        var text = await clone.ReadAsync(["rev-parse", "--show-object-format", "--git-path", "objects"], cancellationToken).ConfigureAwait(false);
        var lines = text.TrimEnd('\n').Split('\n', 2);
        if (lines.Length < 2)
            throw GitFailure.Unreadable("it ended early");
        Prepare(own, lines[0] == "sha256");
        var git = Start([new("GIT_DIR", own), new("GIT_OBJECT_DIRECTORY", Path.GetFullPath(Path.Combine(folder, lines[1])))], own, own);
        var made = await MakeAsync(git, batches, head, cancellationToken).ConfigureAwait(false);
        string[] update = ["update-ref", "--no-deref", ReplayReceipt.Reference, made, head ?? new string('0', made.Length)];
        var moved = await clone.RunAsync(update, cancellationToken).ConfigureAwait(false);
        return moved.ExitCode == 0 ? made : throw ReplayFailure.Moved();
    }

    /// <param name="variables">What git is told of the place.</param>
    /// <param name="where">The folder it runs in.</param>
    /// <param name="own">A folder of this account's alone, in which nobody can put a hook.</param>
    private GitProcess Start(IReadOnlyList<KeyValuePair<string, string>>? variables, string where, string own) => new(options.GitProgram, where, options.GitTimeout, options.Clock, new GitPlace
    {
        Variables = variables ?? [],
        Settings = ["core.hooksPath=" + Path.Combine(own, "no-hooks"), "core.logAllRefUpdates=false", "gc.auto=0", "maintenance.auto=false"],
    });

    private static void Prepare(string repository, bool sha256)
    {
        Directory.CreateDirectory(Path.Combine(repository, "refs", "heads"));
        Directory.CreateDirectory(Path.Combine(repository, "objects"));
        File.WriteAllText(Path.Combine(repository, "HEAD"), "ref: refs/heads/none\n");
        File.WriteAllText(Path.Combine(repository, "config"), sha256
            ? "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n"
            : "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
    }

    /// <summary>Makes the commits, of which each names the one before: git is asked for its id before the next is told.</summary>
    private static async ValueTask<string> MakeAsync(GitProcess git, IReadOnlyList<LogBatch> batches, string? head, CancellationToken cancellationToken)
    {
        var ids = Channel.CreateUnbounded<string>();
        var made = head;
        var stream = git.Start(
            ["fast-import", "--quiet", "--date-format=raw", "--done"], (input, token) => WriteAsync(input, batches, head, ids.Reader, token), cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            var reader = new ByteLineReader(stream.Output);
            try
            {
                while (await reader.ReadAsync((byte)'\n', stream.Token).ConfigureAwait(false) is { } line)
                {
                    made = Encoding.ASCII.GetString(line.Span);
                    ids.Writer.TryWrite(made);
                }
            }
            catch (OperationCanceledException) when (stream.TimedOut)
            {
                throw stream.Timeout();
            }
            finally
            {
                ids.Writer.TryComplete();
            }

            await stream.FinishAsync().ConfigureAwait(false);
        }

        return made ?? throw GitFailure.Unreadable("a commit has no id");
    }

    private static async Task WriteAsync(
        Stream input, IReadOnlyList<LogBatch> batches, string? head, ChannelReader<string> ids, CancellationToken cancellationToken)
    {
        for (var number = 1; number <= batches.Count; number++)
        {
            await CommitAsync(input, batches[number - 1], number, head, cancellationToken).ConfigureAwait(false);
            await input.FlushAsync(cancellationToken).ConfigureAwait(false);
            // Git went away: its exit code says why.
            if (!await ids.WaitToReadAsync(cancellationToken).ConfigureAwait(false) || !ids.TryRead(out head))
                return;
        }

        await LineAsync(input, "done\n", cancellationToken).ConfigureAwait(false);
    }

    private static async Task CommitAsync(Stream input, LogBatch batch, int number, string? head, CancellationToken cancellationToken)
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, batch.Time.ToUnixTimeSeconds())} +0000");
        var text = string.Create(CultureInfo.InvariantCulture, $"commit {Branch}\nmark :{number}\nauthor {Author} {time}\ncommitter {Author} {time}\n");
        await LineAsync(input, text, cancellationToken).ConfigureAwait(false);
        await DataAsync(input, Encoding.UTF8.GetBytes(WrittenLogReader.MessageOf(batch.Id)), cancellationToken).ConfigureAwait(false);
        if (head is not null && number == 1)
            await LineAsync(input, $"from {head}\n", cancellationToken).ConfigureAwait(false);
        await LineAsync(input, "deleteall\n", cancellationToken).ConfigureAwait(false);
        foreach (var (path, bytes) in batch.Events.Prepend(("batch.json", batch.Describe(head))))
        {
            await LineAsync(input, $"M 100644 inline {path}\n", cancellationToken).ConfigureAwait(false);
            await DataAsync(input, bytes, cancellationToken).ConfigureAwait(false);
        }

        await LineAsync(input, string.Create(CultureInfo.InvariantCulture, $"get-mark :{number}\n"), cancellationToken).ConfigureAwait(false);
    }

    private static Task LineAsync(Stream input, string text, CancellationToken cancellationToken) =>
        input.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken).AsTask();

    private static async Task DataAsync(Stream input, byte[] bytes, CancellationToken cancellationToken)
    {
        await LineAsync(input, string.Create(CultureInfo.InvariantCulture, $"data {bytes.Length}\n"), cancellationToken).ConfigureAwait(false);
        await input.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await LineAsync(input, "\n", cancellationToken).ConfigureAwait(false);
    }
}
