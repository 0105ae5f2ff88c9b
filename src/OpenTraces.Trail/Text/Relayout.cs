namespace OpenTraces.Trail.Text;

/// <summary>Which of the lines that took the place of others are the same text, laid out differently.</summary>
internal static class Relayout
{
    /// <summary>Longer hunks are compared line by line only.</summary>
    private const int MaxGap = 2000;

    /// <summary>Finds the lines that kept their words.</summary>
    public static IReadOnlyList<LinePair> Find(IReadOnlyList<string> removed, IReadOnlyList<string> added, Vocabulary vocabulary)
    {
        if (removed.Count == 0 || added.Count == 0)
            return [];
        var left = Collapse(removed, vocabulary);
        var right = Collapse(added, vocabulary);
        var found = new List<LinePair>();
        TokenText? leftTokens = null;
        TokenText? rightTokens = null;
        var (l, r) = (0, 0);
        foreach (var (nextLeft, nextRight) in SequenceMatch.Find(left, right).Append((removed.Count, added.Count)))
        {
            if (nextLeft > l && nextRight > r && nextLeft - l + nextRight - r <= MaxGap)
            {
                leftTokens ??= TokenLexer.Lex(removed, vocabulary);
                rightTokens ??= TokenLexer.Lex(added, vocabulary);
                AddGap(found, leftTokens, l, nextLeft - l, rightTokens, r, nextRight - r);
            }

            if (nextLeft < removed.Count)
                found.Add(new LinePair(nextLeft, nextRight, LineText.WithoutReturn(removed[nextLeft]).SequenceEqual(LineText.WithoutReturn(added[nextRight]))));
            (l, r) = (nextLeft + 1, nextRight + 1);
        }

        return found;
    }

    private static void AddGap(
        List<LinePair> found, TokenText left, int leftFirst, int leftCount, TokenText right, int rightFirst, int rightCount)
    {
        var tokens = left.Lines(leftFirst, leftCount);
        var at = tokens.IsEmpty ? -1 : right.Lines(rightFirst, rightCount).IndexOf(tokens);
        // A line that gained a word is another line: what was laid out anew begins and ends where lines do.
        if (at < 0 || !right.IsLineStart(right.Starts[rightFirst] + at) || !right.IsLineStart(right.Starts[rightFirst] + at + tokens.Length))
            return;
        at += right.Starts[rightFirst];
        for (var line = leftFirst; line < leftFirst + leftCount; line++)
        {
            var (from, to) = (left.Starts[line] - left.Starts[leftFirst] + at, left.Starts[line + 1] - left.Starts[leftFirst] + at);
            if (from == to)
                continue;
            for (var other = right.LineOf(from); other <= right.LineOf(to - 1); other++)
            {
                if (right.Starts[other] < right.Starts[other + 1])
                    found.Add(new LinePair(line, other, false));
            }
        }
    }

    private static int[] Collapse(IReadOnlyList<string> lines, Vocabulary vocabulary)
    {
        var buffer = new char[256];
        var numbers = new int[lines.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = vocabulary.Add(LineText.CollapseSpace(lines[i], ref buffer));
        return numbers;
    }
}
