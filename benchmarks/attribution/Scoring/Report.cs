using System.Globalization;

namespace OpenTraces.Attribution.Scoring;

/// <summary>The tables.</summary>
internal static class Report
{
    public static void Write(TextWriter to, IReadOnlyDictionary<string, OperationScore> scores)
    {
        var all = new OperationScore();
        foreach (var score in scores.Values)
            all.Add(score);
        Say(to, "| operation | histories | skipped | lines of agents | claimed | wrong | precision | recall | signs: precision | recall | states right |");
        Say(to, "|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var (name, s) in scores.Append(new("all", all)))
        {
            Say(to, $"| {name} | {s.Histories} | {s.Skipped} | {s.Lines.Written} | {s.Lines.Claimed} | {s.Lines.Wrong} | {s.Lines.Precision:0.0000} | {s.Lines.Recall:0.0000} | {s.Signs.Precision:0.0000} | {s.Signs.Recall:0.0000} | {Share(s):0.0000} |");
        }

        Say(to, $"\nFalse firm claims: {all.FalseFirmClaims} of {all.FirmClaims}; with 95 % confidence at most {UpperBound.Of(all.FalseFirmClaims, all.FirmClaims):0.0e+00} of them are false.\n");
        Say(to, "| tier | lines claimed | wrong | precision |");
        Say(to, "|---|---|---|---|");
        foreach (var (tier, t) in all.Tiers)
            Say(to, $"| {tier} | {t.Claimed} | {t.Wrong} | {t.Precision:0.0000} |");
        Say(to, "");
        Matrix(to, all);
    }

    private static double Share(OperationScore score)
    {
        var patches = score.Fates.Values.Sum();
        return patches == 0 ? 1 : (double)score.Fates.Where(f => f.Key.True == f.Key.Said).Sum(f => f.Value) / patches;
    }

    private static void Matrix(TextWriter to, OperationScore all)
    {
        string[] said = [.. all.Fates.Keys.Select(k => k.Said).Distinct().Order(StringComparer.Ordinal)];
        Say(to, $"| true state, and what was said | {string.Join(" | ", said)} |");
        Say(to, $"|---|{string.Concat(said.Select(_ => "---|"))}");
        foreach (var state in all.Fates.Keys.Select(k => k.True).Distinct().Order(StringComparer.Ordinal))
            Say(to, $"| {state} | {string.Join(" | ", said.Select(s => all.Fates.GetValueOrDefault((state, s))))} |");
    }

    private static void Say(TextWriter to, FormattableString line) => to.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Say(TextWriter to, string line) => to.WriteLine(line);
}
