namespace OpenTraces.Attribution.Scoring;

/// <summary>What was measured of one operation, or of all.</summary>
internal sealed class OperationScore
{
    /// <summary>Histories in which it was done.</summary>
    public int Histories { get; set; }

    /// <summary>Histories that did not let it be done.</summary>
    public int Skipped { get; set; }

    /// <summary>Lines with a letter or a digit.</summary>
    public Tally Lines { get; } = new();

    /// <summary>All other lines that are not blank.</summary>
    public Tally Signs { get; } = new();

    /// <summary>By tier; a claim that is firm and one that is not are apart.</summary>
    public SortedDictionary<string, Tally> Tiers { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<(string True, string Said), int> Fates { get; } = [];

    public int FirmClaims { get; set; }

    public int FalseFirmClaims { get; set; }

    /// <summary>Some wrong answers in words, for whoever wants to know why.</summary>
    public List<string> Examples { get; } = [];

    public void Add(OperationScore other)
    {
        Histories += other.Histories;
        Skipped += other.Skipped;
        Lines.Add(other.Lines);
        Signs.Add(other.Signs);
        FirmClaims += other.FirmClaims;
        FalseFirmClaims += other.FalseFirmClaims;
        foreach (var (tier, tally) in other.Tiers)
            Tier(tier).Add(tally);
        foreach (var (pair, count) in other.Fates)
            Fates[pair] = Fates.GetValueOrDefault(pair) + count;
        Examples.AddRange(other.Examples);
    }

    public Tally Tier(string name)
    {
        if (!Tiers.TryGetValue(name, out var tally))
            Tiers[name] = tally = new Tally();
        return tally;
    }
}
