using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.Blame;

/// <summary>
/// Which lines of a file are claimed firmly: those of firm patches that read like no other line of the file and like no line of another
/// call, and were not moved since: whoever copies lines and then changes the first of them leaves the same behind. A line that names
/// nothing, such as <c>return null;</c>, must also stand between lines of the same patch, since git may pair it with any of its kind.
/// </summary>
/// <param name="set">Where patches were found.</param>
/// <param name="lines">The lines of the file.</param>
/// <param name="carried">For each line the patch that it carries.</param>
internal sealed class LineFirmness(AnchorSet set, string[] lines, CarriedPatch[] carried)
{
    private readonly HashSet<string> _repeated =
        lines.CountBy(l => l.Trim(), StringComparer.Ordinal).Where(l => l.Value > 1).Select(l => l.Key).ToHashSet(StringComparer.Ordinal);

    public bool IsFirm(int line) =>
        carried[line] is { Moved: false, Anchor: { Firm: true, Path: { } path } }
        && !_repeated.Contains(lines[line].Trim())
        && !set.IsRepeated(path, lines[line])
        && (Distinctiveness.IsTelling(lines[line]) || (IsOfSame(line, -1) && IsOfSame(line, +1)));

    /// <summary>True when the next line that is not blank carries the same patch, or there is none.</summary>
    private bool IsOfSame(int line, int step)
    {
        var at = line + step;
        while (at >= 0 && at < lines.Length && string.IsNullOrWhiteSpace(lines[at]))
            at += step;
        return at < 0 || at >= lines.Length || carried[at].Anchor?.Patch.PatchId == carried[line].Anchor!.Patch.PatchId;
    }
}
