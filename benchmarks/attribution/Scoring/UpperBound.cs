namespace OpenTraces.Attribution.Scoring;

/// <summary>How high a rate may really be, seen what was seen.</summary>
internal static class UpperBound
{
    /// <summary>The exact (Clopper and Pearson's) one-sided upper bound of 95 %.</summary>
    public static double Of(int seen, int trials)
    {
        if (trials == 0 || seen >= trials)
            return 1;
        var (low, high) = ((double)seen / trials, 1.0);
        for (var i = 0; i < 200; i++)
        {
            var middle = (low + high) / 2;
            if (AtMost(seen, trials, middle) > 0.05)
                low = middle;
            else
                high = middle;
        }

        return high;
    }

    /// <summary>The chance of so few or fewer.</summary>
    private static double AtMost(int seen, int trials, double rate)
    {
        if (rate >= 1)
            return 0;
        var (log, sum) = (trials * Math.Log(1 - rate), 0.0);
        for (var k = 0; k <= seen; k++)
        {
            sum += Math.Exp(log);
            log += Math.Log(trials - k) - Math.Log(k + 1) + Math.Log(rate) - Math.Log(1 - rate);
        }

        return sum;
    }
}
