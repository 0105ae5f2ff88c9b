namespace OpenTraces.Schema;

/// <summary>What a slicer returns.</summary>
public sealed record Slicing
{
    /// <summary>The pieces, in order; empty only when there were no steps.</summary>
    public required IReadOnlyList<Trajectory> Trajectories { get; init; }

    /// <summary>Open questions; the trajectories hold the defaults until they are answered.</summary>
    public IReadOnlyList<JudgmentRequest> Requests { get; init; } = [];

    /// <summary>
    /// Builds pieces that tile <paramref name="count"/> steps: one starts at 0 and one at each given position inside.
    /// </summary>
    /// <param name="starts">Positions where a new piece begins; order, duplicates and positions outside do not matter.</param>
    /// <param name="count">The number of steps.</param>
    /// <param name="kind">The kind of every piece.</param>
    /// <param name="label">The label of the piece that covers the given first and last positions.</param>
    public static Slicing FromStarts(IEnumerable<int> starts, int count, string kind, Func<int, int, string> label)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(label);
        if (count <= 0)
            return new Slicing { Trajectories = [] };
        var sorted = new SortedSet<int>(starts.Where(i => i > 0 && i < count)) { 0 };
        var bounds = sorted.ToArray();
        var pieces = new Trajectory[bounds.Length];
        for (var i = 0; i < bounds.Length; i++)
        {
            var end = i + 1 < bounds.Length ? bounds[i + 1] - 1 : count - 1;
            pieces[i] = new Trajectory(bounds[i], end, kind, label(bounds[i], end));
        }

        return new Slicing { Trajectories = pieces };
    }
}
