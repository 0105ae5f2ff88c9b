using OpenTraces.Schema;
using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.Anchors.Matching;

/// <summary>Patches that one hunk resembles. Worth showing, never firm.</summary>
internal static class SimilarMatcher
{
    /// <summary>Shared token triples, twice, over all triples.</summary>
    public const double Threshold = 0.85;

    private const int MaxCandidates = 8;
    private const int ShingleSize = 3;

    public static PatchMatch? Match(PreparedPatch patch, CommitFile file)
    {
        if (patch.AddedWords.Count < Distinctiveness.Enough || patch.Tokens.Tokens.Length < ShingleSize)
            return null;
        var wanted = Shingles(patch.Tokens.Tokens);
        (int Block, double Score) best = (-1, 0);
        var tied = false;
        foreach (var block in Candidates(patch, file))
        {
            var score = Dice(wanted, Shingles(TokenLexer.Lex(file.Hunks[block].Added, file.Tokens).Tokens));
            if (score < Threshold || score < best.Score)
                continue;
            tied = score == best.Score;
            best = (block, score);
        }

        return best.Block < 0 || tied ? null : new PatchMatch
        {
            Patch = patch,
            Path = file.Path,
            Tier = EvidenceTier.StructuralSymbol,
            Lines = Lines(patch, file, best.Block),
            Complete = true,
            Distinct = false,
            Limitations = [Limitation.Similar],
        };
    }

    /// <summary>How alike two token texts are, from 0 to 1.</summary>
    public static double Dice(Dictionary<(int, int, int), int> a, Dictionary<(int, int, int), int> b)
    {
        var shared = 0;
        foreach (var (shingle, count) in a)
            shared += Math.Min(count, b.GetValueOrDefault(shingle));
        var all = a.Values.Sum() + b.Values.Sum();
        return all == 0 ? 0 : 2.0 * shared / all;
    }

    public static Dictionary<(int, int, int), int> Shingles(ReadOnlySpan<int> tokens)
    {
        var shingles = new Dictionary<(int, int, int), int>();
        for (var i = 0; i + ShingleSize <= tokens.Length; i++)
        {
            var shingle = (tokens[i], tokens[i + 1], tokens[i + 2]);
            shingles[shingle] = shingles.GetValueOrDefault(shingle) + 1;
        }

        return shingles;
    }

    /// <summary>Unclaimed hunks of about the same length, those with the most of the patch's words first.</summary>
    private static IEnumerable<int> Candidates(PreparedPatch patch, CommitFile file)
    {
        var ranked = new List<(int Block, int Shared)>();
        for (var block = 0; block < file.Blocks.Length; block++)
        {
            var lines = file.Hunks[block].Added;
            if (lines.Count == 0 || lines.Count > 3 * patch.Added.Count + 3 || patch.Added.Count > 3 * lines.Count + 3 || !IsOpen(patch, file, block))
                continue;
            var words = new HashSet<int>();
            foreach (var line in lines)
                Distinctiveness.Collect(line, file.Tokens, words);
            var shared = words.Count(patch.AddedWords.Contains);
            if (shared * 2 >= patch.AddedWords.Count)
                ranked.Add((block, shared));
        }

        return ranked.OrderByDescending(r => r.Shared).ThenBy(r => r.Block).Take(MaxCandidates).Select(r => r.Block);
    }

    private static bool IsOpen(PreparedPatch patch, CommitFile file, int block)
    {
        for (var line = file.FirstLine[block]; line < file.FirstLine[block + 1]; line++)
        {
            if (!file.IsOpenFor(patch, line))
                return false;
        }

        return true;
    }

    private static List<MatchedLine> Lines(PreparedPatch patch, CommitFile file, int block)
    {
        var lines = new List<MatchedLine>();
        var count = file.FirstLine[block + 1] - file.FirstLine[block];
        for (var i = 0; i < count; i++)
        {
            var at = file.FirstLine[block] + i;
            lines.Add(new MatchedLine(at, file.Numbers[at], (int)((long)i * patch.Added.Count / count)));
        }

        return lines;
    }
}
