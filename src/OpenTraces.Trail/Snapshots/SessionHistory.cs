using System.IO.Compression;
using System.Text;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Snapshots;

/// <summary>The snapshots of a session, one after the other, under its ref in the shadow.</summary>
internal sealed class SessionHistory(WorkTree tree, GitProcess git, string reference)
{
    private const int MaxAttempts = 50;

    /// <summary>No update of a ref holds its lock that long; git leaves one when it is killed.</summary>
    private static readonly TimeSpan DeadLock = TimeSpan.FromSeconds(10);

    private string ReferenceFile => Path.Combine(tree.Shadow, reference);

    /// <summary>Adds a tree behind the newest snapshot, and returns its commit; the newest one when that has the tree already.</summary>
    /// <param name="id">The tree.</param>
    /// <param name="message">What the commit says.</param>
    /// <param name="now">Now, by the clock of the file system.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    public async ValueTask<string> AddAsync(string id, string message, DateTime now, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (newest, newestTree) = await ReadNewestAsync(cancellationToken).ConfigureAwait(false);
            if (newest is not null && newestTree == id)
                return newest;
            var commit = await CommitAsync(id, newest, message, cancellationToken).ConfigureAwait(false);
            string[] arguments = ["update-ref", "--no-deref", reference, commit, newest ?? new string('0', tree.Sha256 ? 64 : 40)];
            var output = await git.RunAsync(arguments, cancellationToken).ConfigureAwait(false);
            if (output.ExitCode == 0)
                return commit;
            if (attempt == MaxAttempts)
                throw GitFailure.Of("update-ref", output.ExitCode, output.Error);
            RemoveDeadLock(now);
        }
    }

    /// <summary>Forgets the session's snapshots, so that the next one starts anew.</summary>
    public async ValueTask DropAsync(CancellationToken cancellationToken)
    {
        var output = await git.RunAsync(["update-ref", "--no-deref", "-d", reference], cancellationToken).ConfigureAwait(false);
        if (output.ExitCode != 0)
            File.Delete(ReferenceFile);
    }

    private async ValueTask<string> CommitAsync(string id, string? parent, string message, CancellationToken cancellationToken)
    {
        List<string> arguments = ["commit-tree", "--no-gpg-sign", "-m", message, id];
        if (parent is null)
            return (await git.ReadAsync(arguments, cancellationToken).ConfigureAwait(false)).TrimEnd('\n');
        var output = await git.RunAsync([.. arguments, "-p", parent], cancellationToken).ConfigureAwait(false);
        // A commit that is gone is no parent: the history starts anew.
        return output.ExitCode == 0 ? output.Text.TrimEnd('\n') : await CommitAsync(id, null, message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The newest commit and its tree. Without a process when both lie as git leaves them, which is always, unless somebody
    /// packed the shadow.
    /// </summary>
    private async ValueTask<(string? Commit, string? Tree)> ReadNewestAsync(CancellationToken cancellationToken)
    {
        var commit = ReadReference();
        if (commit is null && !File.Exists(Path.Combine(tree.Shadow, "packed-refs")))
            return (null, null);
        if (commit is not null && await ReadTreeAsync(commit, cancellationToken).ConfigureAwait(false) is { } id)
            return (commit, id);
        var output = await git.RunAsync(["for-each-ref", "--format=%(objectname) %(tree)", reference], cancellationToken).ConfigureAwait(false);
        var fields = output.Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return output.ExitCode == 0 && fields.Length == 2 ? (fields[0], fields[1]) : (commit, null);
    }

    /// <summary>The commit the ref's own file names; a file that names none, as a loss of power may leave it, is removed.</summary>
    private string? ReadReference()
    {
        try
        {
            var text = File.ReadAllText(ReferenceFile).Trim();
            if (text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower))
                return text;
            File.Delete(ReferenceFile);
            return null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async ValueTask<string?> ReadTreeAsync(string commit, CancellationToken cancellationToken)
    {
        try
        {
            var file = File.OpenRead(Path.Combine(tree.Shadow, "objects", commit[..2], commit[2..]));
            await using (file.ConfigureAwait(false))
            {
                var plain = new ZLibStream(file, CompressionMode.Decompress);
                await using (plain.ConfigureAwait(false))
                {
                    var head = new byte[128];
                    var read = await plain.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                    var text = Encoding.ASCII.GetString(head, 0, read);
                    var start = text.IndexOf("\0tree ", StringComparison.Ordinal) + 6;
                    return text.StartsWith("commit ", StringComparison.Ordinal) && start > 5 && text.Length > start + commit.Length
                        ? text.Substring(start, commit.Length)
                        : null;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return null;
        }
    }

    private void RemoveDeadLock(DateTime now)
    {
        var file = ReferenceFile + ".lock";
        if (File.Exists(file) && now - File.GetLastWriteTimeUtc(file) > DeadLock)
            File.Delete(file);
    }
}
