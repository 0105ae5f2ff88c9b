using System.Text;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Snapshots;

/// <summary>
/// Which files differ from an index. Names stay the bytes that git printed, because not every name is UTF-8.
/// </summary>
internal sealed class WorkTreeScan
{
    private readonly string _root;
    private readonly long _limit;
    private readonly Dictionary<string, bool> _links = new(StringComparer.Ordinal);
    private readonly List<byte[]> _tracked = [];
    private readonly List<byte[]> _untracked = [];
    private int _large;
    private int _folders;

    private WorkTreeScan(string root, long limit)
    {
        _root = root;
        _limit = limit;
    }

    /// <summary>
    /// Tracked ones first, because a file that became a folder must leave the index before what lies in the folder enters it.
    /// </summary>
    public IEnumerable<byte[]> Names => _tracked.Concat(_untracked);

    public IEnumerable<string> Limitations
    {
        get
        {
            if (_large > 0)
                yield return SnapshotLimitation.LargeFiles(_large);
            if (_folders > 0)
                yield return SnapshotLimitation.UnreadableFolders(_folders);
        }
    }

    /// <param name="git">Git with the index.</param>
    /// <param name="root">The top of the working tree.</param>
    /// <param name="limit">The greatest size of an untracked file.</param>
    /// <param name="cancellationToken">Ends the scan.</param>
    public static async ValueTask<WorkTreeScan> RunAsync(GitProcess git, string root, long limit, CancellationToken cancellationToken)
    {
        var scan = new WorkTreeScan(root, limit);
        var stream = git.Start(["ls-files", "-t", "-o", "-m", "-d", "--exclude-standard", "-z"], null, cancellationToken);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                var reader = new ByteLineReader(stream.Output);
                while (await reader.ReadAsync(0, stream.Token).ConfigureAwait(false) is { } record)
                    scan.Add(record.Span);
            }
            catch (OperationCanceledException) when (stream.TimedOut)
            {
                throw stream.Timeout();
            }

            await stream.FinishAsync().ConfigureAwait(false);
            scan._folders = Count(await stream.ErrorAsync().ConfigureAwait(false), "could not open directory");
        }

        return scan;
    }

    private void Add(ReadOnlySpan<byte> record)
    {
        if (record.Length < 3)
            throw GitFailure.Unreadable("a file has no name");
        var name = record[2..];
        if (record[0] == '?')
            AddUntracked(name);
        // A deleted file is named twice, and a file in conflict once for each side.
        else if ((_tracked.Count == 0 || !name.SequenceEqual(_tracked[^1])) && !IsBehindLink(Encoding.UTF8.GetString(name)))
            _tracked.Add(name.ToArray());
    }

    private void AddUntracked(ReadOnlySpan<byte> name)
    {
        if (name[^1] == '/')
        {
            // A repository inside this one. What git records of it is its commit.
            _untracked.Add(name[..^1].ToArray());
            return;
        }

        var file = new FileInfo(Path.Combine(_root, Encoding.UTF8.GetString(name)));
        if (file.Exists && file.LinkTarget is null && file.Length > _limit)
            _large++;
        else
            _untracked.Add(name.ToArray());
    }

    /// <summary>
    /// True when a folder of the path has become a symbolic link: what is seen behind it is another file, and git refuses it.
    /// The link itself is untracked and takes the place of all that.
    /// </summary>
    private bool IsBehindLink(string name)
    {
        var slash = name.LastIndexOf('/');
        if (slash < 0)
            return false;
        var folder = name[..slash];
        if (!_links.TryGetValue(folder, out var behind))
        {
            behind = IsBehindLink(folder) || new DirectoryInfo(Path.Combine(_root, folder)).LinkTarget is not null;
            _links[folder] = behind;
        }

        return behind;
    }

    private static int Count(string text, string part)
    {
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
            count++;
        return count;
    }
}
