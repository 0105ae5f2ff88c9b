using System.Globalization;

namespace OpenTraces.Bucket.Torture.Drivers;

/// <summary>What a run of kills came to.</summary>
public sealed class KillTally
{
    private readonly Lock _lock = new();

    public int Buckets { get; set; }

    public int Kills { get; set; }

    public int Checks { get; set; }

    public long Acknowledged { get; set; }

    public long Forgotten { get; set; }

    public long Traces { get; set; }

    public long Events { get; set; }

    /// <summary>Adds another's figures; returns where the sum stands.</summary>
    public string Add(KillTally other, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(other);
        lock (_lock)
        {
            Buckets += other.Buckets;
            Kills += other.Kills;
            Checks += other.Checks;
            Acknowledged += other.Acknowledged;
            Forgotten += other.Forgotten;
            Traces += other.Traces;
            Events += other.Events;
            return string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:F0} s: {this}");
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Kills} kills over {Buckets} buckets, {Acknowledged} sources acknowledged in {Traces} traces and {Events} events, {Forgotten} traces forgotten, all as it must be in {Checks} checks");
}
