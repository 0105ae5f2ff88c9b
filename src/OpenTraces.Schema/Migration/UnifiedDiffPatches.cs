using System.Globalization;
using System.Text;

namespace OpenTraces.Schema;

/// <summary>One <see cref="Patch"/> per file of a unified diff. Text around the files' blocks plays no part.</summary>
internal static class UnifiedDiffPatches
{
    public const string CaptureMethod = "legacy_outcome_patch_migration";

    public static IReadOnlyList<Patch> Of(string diff)
    {
        var lines = (diff.EndsWith('\n') ? diff[..^1] : diff).Split('\n');
        var patches = new List<Patch>();
        var start = -1;
        var (removedLeft, addedLeft) = (0, 0);
        for (var i = 0; i < lines.Length; i++)
        {
            // A removed line "-- x" shows as "--- x": inside a hunk nothing starts a block.
            if (removedLeft > 0 || addedLeft > 0)
                Count(lines[i], ref removedLeft, ref addedLeft);
            else if (lines[i].StartsWith("--- ", StringComparison.Ordinal))
                (start, _) = (i, Add(patches, lines, start, i));
            else if (start >= 0 && lines[i].StartsWith("@@ -", StringComparison.Ordinal))
                (removedLeft, addedLeft) = HunkSize(lines[i]);
        }

        Add(patches, lines, start, lines.Length);
        return patches;
    }

    private static bool Add(List<Patch> patches, string[] lines, int start, int end)
    {
        if (start < 0)
            return false;
        var oldPath = PathOf(lines[start][4..]);
        var newPath = start + 1 < end && lines[start + 1].StartsWith("+++ ", StringComparison.Ordinal)
            ? PathOf(lines[start + 1][4..])
            : null;
        var path = newPath ?? oldPath;
        if (path is null)
            return false;
        var block = string.Join('\n', lines[start..end]);
        patches.Add(new Patch
        {
            PatchId = ContentHash.Of(Encoding.UTF8.GetBytes($"{path}\n{block}")).ToString(),
            FilePath = path,
            CaptureMethod = [CaptureMethod],
            Limitations = ["reconstructed_from_outcome_patch"],
        });
        return true;
    }

    private static string? PathOf(string header)
    {
        var tab = header.IndexOf('\t', StringComparison.Ordinal);
        var path = (tab < 0 ? header : header[..tab]).TrimEnd('\r');
        if (path is "/dev/null" or "")
            return null;
        return path.StartsWith("a/", StringComparison.Ordinal) || path.StartsWith("b/", StringComparison.Ordinal)
            ? path[2..]
            : path;
    }

    private static (int Removed, int Added) HunkSize(string header)
    {
        var parts = header.Split(' ');
        return parts.Length < 3 ? (0, 0) : (Length(parts[1]), Length(parts[2]));
    }

    private static int Length(string range)
    {
        var comma = range.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
            return 1;
        return int.TryParse(range.AsSpan(comma + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : 0;
    }

    private static void Count(string line, ref int removed, ref int added)
    {
        var kind = line.Length == 0 ? ' ' : line[0];
        if (kind is '\\')
            return;
        if (kind is not '+')
            removed--;
        if (kind is not '-')
            added--;
    }
}
