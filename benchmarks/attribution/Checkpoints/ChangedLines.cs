using OpenTraces.Attribution.Histories;

namespace OpenTraces.Attribution.Checkpoints;

/// <summary>The lines that a commit adds or takes away, trimmed and after their sign, as far as they are not trivial.</summary>
internal static class ChangedLines
{
    public static HashSet<string> Of(GitRunner git, string commit)
    {
        var lines = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in git.Run("show", "--format=", "-U0", "-m", "--first-parent", "--no-color", "--no-ext-diff", commit).Split('\n'))
        {
            if (line.Length > 1 && line[0] is '+' or '-' && !line.StartsWith("+++", StringComparison.Ordinal) && !line.StartsWith("---", StringComparison.Ordinal)
                && Says(line[1..].Trim()))
                lines.Add(line[0] + line[1..].Trim());
        }

        return lines;
    }

    /// <summary>Not trivial: with so many letters and digits git takes a line for one that was moved.</summary>
    public static bool Says(string line) => line.Count(char.IsLetterOrDigit) >= 20;
}
