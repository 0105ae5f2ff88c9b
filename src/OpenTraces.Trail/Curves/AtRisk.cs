namespace OpenTraces.Trail.Curves;

/// <summary>The lines that have neither ended nor grown older than the history. Whole numbers, so the order of changes does not matter.</summary>
internal sealed class AtRisk
{
    private readonly int[] _lines;
    private long _squares;

    /// <param name="lines">Those of each patch.</param>
    public AtRisk(int[] lines)
    {
        _lines = lines;
        Lines = lines.Sum(l => (long)l);
        Patches = lines.Count(l => l > 0);
        _squares = lines.Sum(l => (long)l * l);
    }

    public long Lines { get; private set; }

    public int Patches { get; private set; }

    /// <summary>
    /// How many patches of equal size would tell as much, when the lines of a patch end together: all of them, if equal; few, if
    /// a few hold most lines.
    /// </summary>
    public double EffectivePatches => (double)Lines * Lines / _squares;

    public void Remove(int patch, int lines)
    {
        var before = _lines[patch];
        var after = before - lines;
        _lines[patch] = after;
        Lines -= lines;
        _squares += ((long)after * after) - ((long)before * before);
        if (before > 0 && after == 0)
            Patches--;
    }
}
