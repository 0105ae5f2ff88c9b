using OpenTraces.Schema;
using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.Anchors.Matching;

/// <summary>
/// Patches of which the commit holds some lines as they were and others laid out anew, or not at all because they were
/// changed again before the commit.
/// </summary>
internal static class PartialMatcher
{
    /// <summary>So many distinctive words are enough however small a part of the patch they are.</summary>
    private const int Plenty = 4 * Distinctiveness.Enough;

    public static PatchMatch? Match(PreparedPatch patch, CommitFile file)
    {
        if (patch.AddedWords.Count < Distinctiveness.Enough)
            return null;
        int[] free = [.. Enumerable.Range(0, file.Solid.Length).Where(i => file.IsOpenFor(patch, file.Solid[i]))];
        var wanted = new HashSet<int>(patch.Added.SolidSpace);
        if (!Array.Exists(free, i => wanted.Contains(file.SolidSpace[i])))
            return null;
        var pairs = SequenceMatch.Find(patch.Added.SolidSpace, Array.ConvertAll(free, i => file.SolidSpace[i]));
        var lines = pairs.ConvertAll(p => Pair(patch, file, p.Left, free[p.Right]));
        (lines, var words) = Telling(lines, patch, new Vocabulary());
        if (lines.Count == 0)
            return null;
        var exact = FileMatcher.LineTier(lines, patch.Added, file);
        BlankLines.Add(lines, patch.Added, file);
        var relaid = TokenMatcher.FillGaps(lines, patch, file);
        lines.Sort((a, b) => (a.Index, a.PatchLine).CompareTo((b.Index, b.PatchLine)));
        var there = lines.Select(l => l.PatchLine).Distinct().Count(i => Array.BinarySearch(patch.Added.Solid, i) >= 0);
        var complete = there == patch.Added.Solid.Length;
        return new PatchMatch
        {
            Patch = patch,
            Path = file.Path,
            Tier = relaid ? EvidenceTier.FormatterDivergent : exact,
            Lines = lines,
            Complete = complete,
            Distinct = 2 * there >= patch.Added.Solid.Length || words >= Plenty,
            Limitations = complete ? [] : [Limitation.PartlyCommitted],
        };
    }

    private static MatchedLine Pair(PreparedPatch patch, CommitFile file, int patchSolid, int fileSolid)
    {
        var at = file.Solid[fileSolid];
        return new MatchedLine(at, file.Numbers[at], patch.Added.Solid[patchSolid]);
    }

    /// <summary>
    /// Keeps runs that say something by themselves, and the lines between two such runs. What is kept must hold enough
    /// distinctive words in all.
    /// </summary>
    private static (List<MatchedLine> Lines, int Words) Telling(List<MatchedLine> lines, PreparedPatch patch, Vocabulary vocabulary)
    {
        var kept = new List<MatchedLine>();
        var all = new HashSet<int>();
        var run = new List<MatchedLine>();
        var words = new HashSet<int>();
        foreach (var line in lines)
        {
            if (run.Count > 0 && !Follows(run[^1], line))
                Close();
            run.Add(line);
            Distinctiveness.Collect(patch.Content.Added[line.PatchLine], vocabulary, words);
        }

        Close();
        return (all.Count >= Distinctiveness.Enough ? kept : [], all.Count);

        void Close()
        {
            // A brace alone matches anywhere; a brace right after one of the patch's lines does not.
            if (words.Count > 0 || run.Count > 2)
            {
                kept.AddRange(run);
                all.UnionWith(words);
            }

            run.Clear();
            words.Clear();
        }
    }

    private static bool Follows(MatchedLine last, MatchedLine next) => next.Number - last.Number <= 2 && next.PatchLine - last.PatchLine <= 2;
}
