namespace OpenTraces.Trail.Anchors.Matching;

/// <summary>Gives a matched patch the blank lines that stand between and beside its lines.</summary>
internal static class BlankLines
{
    /// <summary>Adds to lines sorted by position the blank ones that both sides have next to a matched line.</summary>
    public static void Add(List<MatchedLine> lines, PatchLines patch, CommitFile file)
    {
        if (patch.Solid.Length == patch.Count || lines.Count == 0)
            return;
        var taken = new HashSet<int>(lines.Select(l => l.Index));
        var used = new HashSet<int>(lines.Select(l => l.PatchLine));
        var solid = new HashSet<int>(patch.Solid);
        foreach (var line in lines.ToArray())
        {
            Spread(line, +1);
            Spread(line, -1);
        }

        lines.Sort((a, b) => a.Index.CompareTo(b.Index));

        void Spread(MatchedLine from, int step)
        {
            var (at, patchLine) = (from.Index + step, from.PatchLine + step);
            while (patchLine >= 0 && patchLine < patch.Count && !solid.Contains(patchLine) && at >= 0 && at < file.Numbers.Length
                && file.BlockOf[at] == file.BlockOf[from.Index] && string.IsNullOrWhiteSpace(file.Text(at)) && file.IsFree(at)
                && !used.Contains(patchLine) && taken.Add(at))
            {
                used.Add(patchLine);
                lines.Add(new MatchedLine(at, file.Numbers[at], patchLine));
                at += step;
                patchLine += step;
            }
        }
    }
}
