namespace OpenTraces.Fuzz.Checks;

/// <summary>How much a mutant gave to check.</summary>
internal sealed class Tally
{
    public long Entries { get; set; }

    public long Steps { get; set; }
}
