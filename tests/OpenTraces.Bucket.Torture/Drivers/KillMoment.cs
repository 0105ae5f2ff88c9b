using OpenTraces.Bucket.Torture.Children;

namespace OpenTraces.Bucket.Torture.Drivers;

/// <summary>When a child is killed: so long after its start, or after it has printed so many lines.</summary>
public sealed record KillMoment(int Lines, TimeSpan Delay)
{
    public static KillMoment Choose(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.Next(16) switch
        {
            < 3 => new KillMoment(0, Milliseconds(random, 400)),
            < 7 => new KillMoment(1, Milliseconds(random, 80)),
            < 15 => new KillMoment(random.Next(2, 12), Milliseconds(random, 40)),
            _ => new KillMoment(random.Next(12, 100), Milliseconds(random, 40)),
        };
    }

    public async Task StrikeAsync(ChildProcess child)
    {
        ArgumentNullException.ThrowIfNull(child);
        for (var seen = 0; seen < Lines; seen++)
        {
            // A child that has ended already has nothing more to say, and is found out by who asks whether it was killed.
            if (!await child.Lines.WaitToReadAsync() || !child.Lines.TryRead(out _))
                break;
        }

        await Task.Delay(Delay);
        child.Kill();
        await child.EndAsync();
    }

    /// <summary>Whole and half milliseconds, short ones more often.</summary>
    private static TimeSpan Milliseconds(Random random, int most) => TimeSpan.FromMilliseconds(most * Math.Pow(random.NextDouble(), 2));
}
