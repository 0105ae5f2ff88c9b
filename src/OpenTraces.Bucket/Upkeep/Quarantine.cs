using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Upkeep;

/// <summary>Damaged bytes that were put aside, in <c>quarantine</c> below <c>blobs</c>, <c>events</c> and <c>traces</c>.</summary>
internal static class Quarantine
{
    public const string FolderName = "quarantine";

    /// <summary>Their paths relative to the bucket.</summary>
    public static IReadOnlyList<string> List(StoreFiles files, string bucket)
    {
        var found = new List<string>();
        foreach (var home in (string[])["blobs", "events", "traces"])
        {
            foreach (var name in files.List(Path.Combine(bucket, home, FolderName), ""))
                found.Add($"{home}/{FolderName}/{name}");
        }

        return found;
    }
}
