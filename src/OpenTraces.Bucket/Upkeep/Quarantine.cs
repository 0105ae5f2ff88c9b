using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Upkeep;

/// <summary>Damaged bytes that were put aside, in <c>blobs/quarantine</c> and <c>events/quarantine</c>.</summary>
internal static class Quarantine
{
    public const string FolderName = "quarantine";

    /// <summary>Their paths relative to the bucket.</summary>
    public static IReadOnlyList<string> List(StoreFiles files, string bucket)
    {
        var found = new List<string>();
        foreach (var home in (string[])["blobs", "events"])
        {
            foreach (var name in files.List(Path.Combine(bucket, home, FolderName), ""))
                found.Add($"{home}/{FolderName}/{name}");
        }

        return found;
    }
}
