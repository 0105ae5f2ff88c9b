using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep;

/// <summary>A folder of somebody else's files is refused: a bucket among them is a slip of whoever named it.</summary>
internal static class ForeignFolder
{
    /// <summary>What a bucket has in its folder, and what the system puts into the top folder of a disk. Hidden names are not looked at.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "bucket.json", "bucket.lock", "upkeep.lock", "manifest.json", "manifest.lock",
        "traces", "blobs", "events", "index", "writers", "lost+found",
    };

    /// <summary>Nothing of a bucket, and something else.</summary>
    public static void Refuse(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        var isForeign = false;
        // One that may not be listed must not look empty.
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.Hidden, IgnoreInaccessible = false }))
        {
            if (Known.Contains(Path.GetFileName(entry)))
                return;
            isForeign = true;
        }

        if (isForeign)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"'{folder}' holds files that are not a bucket's, and no bucket. Name a new or an empty folder, such as '{Path.Combine(folder, "bucket")}'.");
        }
    }
}
