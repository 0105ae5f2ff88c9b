namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>A line whose fate depends on whether the calls of its results come.</summary>
internal sealed class HeldLine
{
    /// <summary>Its results that still wait for a call.</summary>
    public int Waiting { get; set; }

    /// <summary>Null while it is open.</summary>
    public EntryOutcome? Outcome { get; set; }
}
