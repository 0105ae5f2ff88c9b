using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Upkeep.Pruning;

/// <summary>Files of a temporary name that writers which were killed have left beside the projections.</summary>
internal sealed class TemporaryFiles(StoreFiles files, string folder)
{
    private const string Extension = ".tmp";

    /// <summary>Removes them and returns their paths relative to the bucket. Who writes one holds the lock beside it.</summary>
    public IReadOnlyList<string> Remove(bool dryRun)
    {
        var found = new List<string>();
        Remove("", ".manifest.tmp", "manifest.lock", dryRun, found);
        Remove("", ".bucket.tmp", "bucket.lock", dryRun, found);
        for (var i = 0; i < 256; i++)
            Remove(Path.Combine("traces", i.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)), Extension, ".lock", dryRun, found);
        return found;
    }

    private void Remove(string home, string ending, string lockName, bool dryRun, List<string> found)
    {
        var path = Path.Combine(folder, home);
        var names = files.List(path, ending);
        if (names.Count == 0)
            return;
        using var held = dryRun ? null : files.TryLock(Path.Combine(path, lockName), create: true);
        if (held is null && !dryRun)
            return;

        // Listed anew: what was there before the lock was taken may have been somebody's at work.
        foreach (var name in dryRun ? names : files.List(path, ending))
        {
            found.Add(Path.Combine(home, name).Replace('\\', '/'));
            if (!dryRun)
                files.Delete(Path.Combine(path, name));
        }
    }
}
