namespace OpenTraces.Trail.Snapshots;

/// <summary>A copy of an index in a folder of its own, which goes with it, whatever git left there.</summary>
internal sealed class PrivateIndex : IDisposable
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private readonly string _folder;

    private PrivateIndex(string folder)
    {
        _folder = folder;
        Created = Directory.GetLastWriteTimeUtc(folder);
    }

    public string IndexFile => Path.Combine(_folder, "index");

    /// <summary>Now, by the clock of the file system.</summary>
    public DateTime Created { get; }

    public static async ValueTask<PrivateIndex> CopyAsync(string index, string shadow, CancellationToken cancellationToken)
    {
        var parent = Path.Combine(shadow, "tmp");
        var folder = Path.Combine(parent, Path.GetRandomFileName());
        Directory.CreateDirectory(folder);
        var copy = new PrivateIndex(folder);
        try
        {
            Sweep(parent, copy.Created - Abandoned);
            await FillAsync(index, copy.IndexFile, cancellationToken).ConfigureAwait(false);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    public void Dispose() => Delete(_folder);

    private static async ValueTask FillAsync(string from, string to, CancellationToken cancellationToken)
    {
        FileStream source;
        try
        {
            source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.Asynchronous);
        }
        catch (FileNotFoundException)
        {
            // A repository in which nothing was ever added has none.
            return;
        }

        await using (source.ConfigureAwait(false))
        {
            var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0, FileOptions.Asynchronous);
            await using (target.ConfigureAwait(false))
                await source.CopyToAsync(target, 1024 * 1024, cancellationToken).ConfigureAwait(false);
            // Git takes a file for unchanged when it looks as the index says and is older than the index: a copy that looked
            // younger would hide a change made at once after the index was written.
            File.SetLastWriteTimeUtc(to, File.GetLastWriteTimeUtc(source.SafeFileHandle));
        }
    }

    /// <summary>Removes what processes left that were killed.</summary>
    private static void Sweep(string parent, DateTime limit)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent))
        {
            if (Directory.GetLastWriteTimeUtc(folder) < limit)
                Delete(folder);
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone already, or held open for a moment: the sweep of a later snapshot takes it.
        }
    }
}
