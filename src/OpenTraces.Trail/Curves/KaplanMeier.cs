namespace OpenTraces.Trail.Curves;

/// <summary>
/// The product-limit estimate over lines, with an interval as wide as if the lines of a patch ended together. See
/// <c>docs/decisions/survival-curves.md</c>.
/// </summary>
internal static class KaplanMeier
{
    private const double SecondsPerDay = 86_400;

    /// <summary>Of the normal distribution, for 95 %.</summary>
    private const double Quantile = 1.959963984540054;

    /// <summary>The last digits of a logarithm differ between machines; these do not.</summary>
    private const int Digits = 6;

    public static SurvivalCurve Estimate(string group, IReadOnlyList<PatchLife> lives)
    {
        var points = Points(lives);
        return new SurvivalCurve
        {
            Group = group,
            Patches = lives.Count,
            Ended = lives.Count(l => l.Left == 0),
            Lines = lives.Sum(l => l.Lines),
            LinesEnded = lives.Sum(l => l.Lines - l.Left),
            MedianInDays = points.Find(p => p.Alive <= 0.5)?.AgeInDays,
            Points = points,
        };
    }

    private static List<SurvivalPoint> Points(IReadOnlyList<PatchLife> lives)
    {
        var lines = lives.Select(l => l.Lines).ToArray();
        var atRisk = new AtRisk(lines);
        var points = new List<SurvivalPoint>();
        if (atRisk.Patches == 0)
            return points;
        var (alive, variance) = (1.0, 0.0);
        foreach (var age in Changes(lives).GroupBy(c => c.Age).OrderBy(a => a.Key))
        {
            if (points.Count == 0 && age.Key > 0)
                points.Add(new SurvivalPoint { AgeInDays = 0, Alive = 1, AtRisk = atRisk.Patches });
            var ended = age.Where(c => c.Ended).Sum(c => (long)c.Lines);
            var left = atRisk.Lines - ended;
            alive = alive * left / atRisk.Lines;
            variance += left == 0 ? 0 : ended / (double)left / atRisk.EffectivePatches;
            points.Add(Point(age.Key, alive, variance, atRisk.Patches));
            foreach (var change in age)
                atRisk.Remove(change.Patch, change.Lines);
        }

        return points;
    }

    private static IEnumerable<(long Age, int Patch, int Lines, bool Ended)> Changes(IReadOnlyList<PatchLife> lives)
    {
        for (var i = 0; i < lives.Count; i++)
        {
            foreach (var (age, lines) in lives[i].Ends)
                yield return (age, i, lines, true);
            if (lives[i].Left > 0)
                yield return (lives[i].Age, i, lives[i].Left, false);
        }
    }

    private static SurvivalPoint Point(long age, double alive, double variance, int atRisk)
    {
        var point = new SurvivalPoint { AgeInDays = Round(age / SecondsPerDay), Alive = Round(alive), AtRisk = atRisk };
        if (alive is <= 0 or >= 1)
            return point;
        // On the scale of log(-log S) no interval leaves 0 to 1.
        var width = Math.Exp(Quantile * Math.Sqrt(variance) / -Math.Log(alive));
        return point with { Low = Round(Math.Pow(alive, width)), High = Round(Math.Pow(alive, 1 / width)) };
    }

    private static double Round(double value) => Math.Round(value, Digits);
}
