namespace OpenTraces.Capture.Reading;

/// <summary>An entry whose fate depends on whether the calls of its results come.</summary>
/// <param name="giveUp">Lets go of the results it waits with.</param>
/// <param name="size">Roughly the bytes it keeps in memory, as far as nobody else counts them.</param>
internal sealed class HeldEntry(Action<HeldEntry> giveUp, long size = 0)
{
    /// <summary>Its results that still wait for a call.</summary>
    public int Waiting { get; set; }

    /// <summary>What was decided of it; null while nothing is, and when its results were given up.</summary>
    public EntryOutcome? Outcome { get; set; }

    public long Size { get; } = size;

    public bool IsOpen => Outcome is null && Waiting > 0;

    /// <summary>Waits no longer.</summary>
    public void GiveUp()
    {
        giveUp(this);
        Waiting = 0;
    }
}
