using System.Text;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Snapshots;

/// <summary>
/// Takes files into an index as <c>git add -A</c> would. Git gives up at the first file it cannot take; such files are left
/// out and the rest is tried again.
/// </summary>
internal sealed class IndexUpdate
{
    private const int MaxAttempts = 16;
    private const string CannotTake = "fatal: Unable to process path ";
    private const string FilterStart = ": clean filter '";
    private const string FilterEnd = "' failed";

    private readonly GitProcess _git;
    private readonly string _root;
    private readonly SortedSet<string> _filters = new(StringComparer.Ordinal);
    private List<byte[]> _names;
    private int _unreadable;
    private int _emptyRepositories;

    private IndexUpdate(GitProcess git, string root, List<byte[]> names)
    {
        _git = git;
        _root = root;
        _names = names;
    }

    /// <summary>Takes the files and says which it could not take.</summary>
    public static async ValueTask<IReadOnlyList<string>> RunAsync(
        GitProcess git, string root, IEnumerable<byte[]> names, CancellationToken cancellationToken)
    {
        var update = new IndexUpdate(git, root, [.. names]);
        for (var attempt = 1; update._names.Count > 0; attempt++)
        {
            var output = await update._git.RunAsync(["update-index", "--add", "--remove", "--replace", "-z", "--stdin"], update.WriteAsync, cancellationToken).ConfigureAwait(false);
            if (output.ExitCode == 0)
                break;
            if (attempt == MaxAttempts || !await update.LeaveOutAsync(output.Error, cancellationToken).ConfigureAwait(false))
                throw GitFailure.Of("update-index", output.ExitCode, output.Error);
        }

        return update.Limitations();
    }

    private List<string> Limitations()
    {
        var list = _filters.Select(SnapshotLimitation.Filter).ToList();
        if (_unreadable > 0)
            list.Add(SnapshotLimitation.UnreadableFiles(_unreadable));
        if (_emptyRepositories > 0)
            list.Add(SnapshotLimitation.EmptyRepositories(_emptyRepositories));
        return list;
    }

    private async Task WriteAsync(Stream input, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        foreach (var name in _names)
        {
            all.Write(name);
            all.WriteByte(0);
        }

        all.Position = 0;
        await all.CopyToAsync(input, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Leaves out what git stumbled over; false when there is nothing to leave out.</summary>
    private async ValueTask<bool> LeaveOutAsync(string error, CancellationToken cancellationToken)
    {
        var fatal = error.LastIndexOf("fatal: ", StringComparison.Ordinal);
        var reason = fatal < 0 ? "" : error[fatal..].TrimEnd('\n');
        var end = reason.LastIndexOf(FilterEnd, StringComparison.Ordinal);
        var start = end < 0 ? -1 : reason.LastIndexOf(FilterStart, end, StringComparison.Ordinal);
        if (start > 0)
            return await LeaveOutFilterAsync(reason[(start + FilterStart.Length)..end], cancellationToken).ConfigureAwait(false);
        var unreadable = _names.RemoveAll(IsUnreadable);
        _unreadable += unreadable;
        if (unreadable > 0 || (reason.StartsWith(CannotTake, StringComparison.Ordinal) && LeaveOutName(reason[CannotTake.Length..])))
            return true;
        // A filter that talks with git over a pipe and ends too early leaves no name, but it is the only thing left to suspect.
        return await LeaveOutFilterAsync(null, cancellationToken).ConfigureAwait(false);
    }

    private bool LeaveOutName(string path)
    {
        var file = Path.Combine(_root, path);
        if (!Path.Exists(file))
        {
            // It went while git opened it. The next attempt finds it gone.
            return true;
        }

        var name = Encoding.UTF8.GetBytes(path);
        if (_names.RemoveAll(n => n.AsSpan().SequenceEqual(name)) == 0)
            return false;
        if (Directory.Exists(file))
            _emptyRepositories++;
        else
            _unreadable++;
        return true;
    }

    /// <summary>Leaves out the files that go through a filter: the one named, or else the first that any file has.</summary>
    private async ValueTask<bool> LeaveOutFilterAsync(string? filter, CancellationToken cancellationToken)
    {
        var output = await _git.RunAsync(["check-attr", "-z", "--stdin", "filter"], WriteAsync, cancellationToken).ConfigureAwait(false);
        if (output.ExitCode != 0)
            throw GitFailure.Of("check-attr", output.ExitCode, output.Error);
        // Of each file its name, the attribute's name and its value, in the order asked.
        var filters = output.Text.Split('\0').Chunk(3).Select(fields => fields.Length == 3 ? fields[2] : "").ToArray();
        filter ??= filters.FirstOrDefault(f => f is not ("" or "unspecified" or "unset" or "set"));
        if (filter is null || !_filters.Add(filter))
            return false;
        var before = _names.Count;
        _names = [.. _names.Where((_, i) => filters[i] != filter)];
        return _names.Count < before;
    }

    private bool IsUnreadable(byte[] name)
    {
        try
        {
            var path = Path.Combine(_root, Encoding.UTF8.GetString(name));
            // The opening of a pipe, which has no length, would wait for somebody to write.
            if (new FileInfo(path) is { Exists: true, LinkTarget: null, Length: > 0 })
                File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete).Dispose();
            return false;
        }
        catch (FileNotFoundException)
        {
            // It went meanwhile, and git takes that.
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
