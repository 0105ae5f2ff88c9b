using System.Globalization;
using System.Text;

namespace OpenTraces.Cli.Sample;

/// <summary>One edit of the agent: one file, one block of lines.</summary>
/// <param name="Path">Relative to the repository, with forward slashes.</param>
/// <param name="Before">The file before; null when the edit creates it.</param>
/// <param name="After">The file after.</param>
internal sealed record SampleEdit(string Path, string? Before, string After)
{
    private const int PatchContext = 3;
    private const int DiffContext = 1;

    /// <summary>The input of the tool <c>apply_patch</c>.</summary>
    public string ToPatch()
    {
        var patch = new StringBuilder("*** Begin Patch\n");
        if (Before is null)
        {
            patch.Append(CultureInfo.InvariantCulture, $"*** Add File: {Path}\n");
            Append(patch, '+', Lines(After));
        }
        else
        {
            var block = Find(PatchContext);
            patch.Append(CultureInfo.InvariantCulture, $"*** Update File: {Path}\n@@\n");
            AppendBlock(patch, block);
        }

        return patch.Append("*** End Patch\n").ToString();
    }

    /// <summary>The change as a unified diff without file names.</summary>
    public string ToUnifiedDiff()
    {
        var hunk = ToHunk(DiffContext);
        var diff = new StringBuilder();
        diff.Append(CultureInfo.InvariantCulture, $"@@ -{hunk.Start},{hunk.OldLines} +{hunk.Start},{hunk.NewLines} @@\n");
        foreach (var line in hunk.Lines)
            diff.Append(line).Append('\n');
        return diff.ToString();
    }

    /// <summary>The change with its context.</summary>
    public SampleHunk ToHunk(int context = PatchContext)
    {
        var block = Find(context);
        var kept = block.Leading.Count + block.Trailing.Count;
        var lines = new StringBuilder();
        AppendBlock(lines, block);
        return new SampleHunk(block.Start - block.Leading.Count + 1, kept + block.Removed.Count, kept + block.Added.Count,
            lines.ToString().TrimEnd('\n').Split('\n'));
    }

    private Block Find(int context)
    {
        var (old, @new) = (Lines(Before ?? ""), Lines(After));
        var start = 0;
        while (start < old.Length && start < @new.Length && old[start] == @new[start])
            start++;
        var (oldEnd, newEnd) = (old.Length, @new.Length);
        while (oldEnd > start && newEnd > start && old[oldEnd - 1] == @new[newEnd - 1])
            (oldEnd, newEnd) = (oldEnd - 1, newEnd - 1);
        return new Block(start, old[Math.Max(0, start - context)..start], old[start..oldEnd], @new[start..newEnd],
            old[oldEnd..Math.Min(old.Length, oldEnd + context)]);
    }

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');

    private static void AppendBlock(StringBuilder text, Block block)
    {
        Append(text, ' ', block.Leading);
        Append(text, '-', block.Removed);
        Append(text, '+', block.Added);
        Append(text, ' ', block.Trailing);
    }

    private static void Append(StringBuilder text, char sign, IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
            text.Append(sign).Append(line).Append('\n');
    }

    private sealed record Block(
        int Start, IReadOnlyList<string> Leading, IReadOnlyList<string> Removed, IReadOnlyList<string> Added, IReadOnlyList<string> Trailing);
}
