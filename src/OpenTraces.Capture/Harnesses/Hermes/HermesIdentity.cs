using System.Globalization;

namespace OpenTraces.Capture.Harnesses.Hermes;

/// <summary>What makes a session the same one wherever its file lies.</summary>
internal static class HermesIdentity
{
    private const int RevisionDigits = 12;

    public static string? Dataset(HermesRow row) => row.Text("source_dataset", "dataset");

    public static string? Subset(HermesRow row) => row.Text("source_subset", "subset", "config");

    public static string? Revision(HermesRow row) => row.Text("source_dataset_revision", "source_revision", "revision");

    public static long? Index(HermesRow row, int? index) => row.Count("source_row_index", "source_row", "row_index") ?? index;

    /// <summary>
    /// <c>dataset:subset:revision:index</c> where the row names its data set (the revision's first twelve digits, <c>-</c>
    /// for a part it does not name); else the id the session has; else the file's stem, with the place of a row in it.
    /// </summary>
    public static string SessionId(HermesRow row, int? index, string fileName)
    {
        var place = Index(row, index);
        if (Dataset(row) is { } dataset && place is { } known)
        {
            var revision = Revision(row) ?? "-";
            return string.Create(CultureInfo.InvariantCulture,
                $"{dataset}:{Subset(row) ?? "-"}:{(revision.Length > RevisionDigits ? revision[..RevisionDigits] : revision)}:{known}");
        }

        if (row.Text("session_id", "id") is { } id)
            return id;
        var stem = Path.GetFileNameWithoutExtension(fileName);
        return index is null ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}:{index}");
    }
}
