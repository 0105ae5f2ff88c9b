using System.Globalization;

namespace OpenTraces.Capture.Harnesses.Edits;

/// <summary>Reads the hunks of a unified diff of one file, at zero context.</summary>
internal static class UnifiedDiffReader
{
    public static IReadOnlyList<LineHunk> Read(ReadOnlySpan<char> diff)
    {
        var hunks = new List<LineHunk>();
        HunkLines? hunk = null;
        var (oldLeft, newLeft) = (0, 0);
        foreach (var range in diff.Split('\n'))
        {
            var line = diff[range];
            if (hunk is null || (oldLeft <= 0 && newLeft <= 0))
            {
                if (!TryHeader(line, out var old, out oldLeft, out var @new, out newLeft))
                    continue;
                hunk?.End();
                hunk = new HunkLines(hunks, oldLeft == 0 ? old + 1 : old, newLeft == 0 ? @new + 1 : @new);
                continue;
            }

            hunk.Signed(line);
            if (!line.StartsWith('+') && !line.StartsWith('\\'))
                oldLeft--;
            if (!line.StartsWith('-') && !line.StartsWith('\\'))
                newLeft--;
        }

        hunk?.End();
        return hunks;
    }

    /// <summary><c>@@ -12,3 +12,4 @@ anything</c>; a count that is missing is 1.</summary>
    private static bool TryHeader(ReadOnlySpan<char> line, out int old, out int oldCount, out int @new, out int newCount)
    {
        (old, oldCount, @new, newCount) = (0, 0, 0, 0);
        if (!line.StartsWith("@@ -", StringComparison.Ordinal))
            return false;
        line = line[4..];
        var plus = line.IndexOf(" +", StringComparison.Ordinal);
        if (plus < 0)
            return false;
        var end = line[(plus + 2)..].IndexOf(' ');
        return end >= 0 && TryRange(line[..plus], out old, out oldCount)
            && TryRange(line.Slice(plus + 2, end), out @new, out newCount);
    }

    private static bool TryRange(ReadOnlySpan<char> text, out int start, out int count)
    {
        count = 1;
        var comma = text.IndexOf(',');
        return int.TryParse(comma < 0 ? text : text[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out start)
            && (comma < 0 || int.TryParse(text[(comma + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out count));
    }
}
