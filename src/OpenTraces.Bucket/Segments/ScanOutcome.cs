namespace OpenTraces.Bucket.Segments;

/// <summary>What a scan of a segment found.</summary>
/// <param name="End">Behind the last valid frame; behind the footer's beginning nothing is scanned.</param>
/// <param name="Torn">The bytes between <paramref name="End"/> and the end of the file, no frame among them.</param>
/// <param name="FooterOffset">Where the footer begins, when there is one.</param>
/// <param name="Damage">What is broken before <paramref name="End"/>.</param>
internal sealed record ScanOutcome(long End, long Torn, long? FooterOffset, IReadOnlyList<DamagedRange> Damage)
{
    /// <summary>From where a later scan has to begin to see what is new, and again what is damaged now.</summary>
    public long ResumeAt => Damage.Count > 0 ? Damage[0].Offset : End;
}
