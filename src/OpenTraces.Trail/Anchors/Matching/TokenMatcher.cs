using OpenTraces.Schema;
using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.Anchors.Matching;

/// <summary>Patches whose words and signs the commit holds in the same order, on other lines.</summary>
internal static class TokenMatcher
{
    /// <summary>The whole patch inside one hunk.</summary>
    public static PatchMatch? Match(PreparedPatch patch, CommitFile file)
    {
        if (patch.AddedWords.Count < Distinctiveness.Enough)
            return null;
        PatchMatch? found = null;
        for (var block = 0; block < file.Blocks.Length; block++)
        {
            var (first, end) = (file.FirstLine[block], file.FirstLine[block + 1]);
            if (Find(patch, 0, patch.Added.Count, file, first, end) is not { } lines || !lines.TrueForAll(l => file.IsOpenFor(patch, l.Index)))
                continue;
            if (found is not null)
                return found with { Tier = EvidenceTier.Unknown, Lines = [], Ambiguous = true, Distinct = false, Limitations = [Limitation.Ambiguous] };
            found = new PatchMatch
            {
                Patch = patch,
                Path = file.Path,
                Tier = EvidenceTier.FormatterDivergent,
                Lines = lines,
                Complete = true,
                Distinct = true,
            };
        }

        return found;
    }

    /// <summary>Adds, between lines that matched as they are, the lines that hold the same tokens; true when it found any.</summary>
    public static bool FillGaps(List<MatchedLine> lines, PreparedPatch patch, CommitFile file)
    {
        var any = false;
        var bounds = lines.OrderBy(l => l.PatchLine).ToList();
        for (var i = 0; i <= bounds.Count; i++)
        {
            var from = i == 0 ? -1 : bounds[i - 1].PatchLine;
            var to = i == bounds.Count ? patch.Added.Count : bounds[i].PatchLine;
            if (to - from < 2)
                continue;
            var block = file.BlockOf[i == 0 ? bounds[0].Index : bounds[i - 1].Index];
            var first = i == 0 ? file.FirstLine[block] : bounds[i - 1].Index + 1;
            var end = i == bounds.Count ? file.FirstLine[block + 1] : Math.Min(bounds[i].Index, file.FirstLine[block + 1]);
            if (end <= first || Find(patch, from + 1, to - from - 1, file, first, end) is not { } found || !found.TrueForAll(l => file.IsOpenFor(patch, l.Index)))
                continue;
            lines.AddRange(found);
            any = true;
        }

        return any;
    }

    private static List<MatchedLine>? Find(PreparedPatch patch, int patchFirst, int patchCount, CommitFile file, int first, int end)
    {
        var needle = patch.Tokens.Lines(patchFirst, patchCount);
        if (needle.IsEmpty)
            return null;
        var text = Tokens(file, first, end);
        var at = text.Tokens.AsSpan().IndexOf(needle);
        // A line that gained a word is another line: what was laid out anew begins and ends where lines do.
        if (at < 0 || !text.IsLineStart(at) || !text.IsLineStart(at + needle.Length))
            return null;
        var lines = new List<MatchedLine>();
        for (var line = patchFirst; line < patchFirst + patchCount; line++)
        {
            var from = at + patch.Tokens.Starts[line] - patch.Tokens.Starts[patchFirst];
            var to = at + patch.Tokens.Starts[line + 1] - patch.Tokens.Starts[patchFirst];
            if (from == to)
                continue;
            for (var other = text.LineOf(from); other <= text.LineOf(to - 1); other++)
            {
                if (text.Starts[other] < text.Starts[other + 1])
                    lines.Add(new MatchedLine(first + other, file.Numbers[first + other], line));
            }
        }

        return lines;
    }

    private static TokenText Tokens(CommitFile file, int first, int end)
    {
        var lines = new string[end - first];
        for (var i = 0; i < lines.Length; i++)
            lines[i] = file.Text(first + i);
        return TokenLexer.Lex(lines, file.Tokens);
    }
}
