namespace OpenTraces.Trail.Graphs;

/// <summary>Puts commits into columns, so that lines from each to what it comes from can be drawn.</summary>
public static class GraphLanes
{
    /// <summary>
    /// One row per commit, in their order. What a commit comes from first stays in its column, unless a line to it runs already:
    /// then the two become one.
    /// </summary>
    /// <param name="commits">As <see cref="CommitGraph.Commits"/> has them: a commit before what it comes from.</param>
    public static IReadOnlyList<GraphRow> Of(IReadOnlyList<GraphCommit> commits)
    {
        ArgumentNullException.ThrowIfNull(commits);
        var rows = new List<GraphRow>(commits.Count);
        // For each column the commit that its line goes to; no two go to the same.
        var lanes = new List<string?>();
        foreach (var commit in commits)
        {
            var lane = lanes.IndexOf(commit.Id) is >= 0 and var held ? held : Free(lanes);
            lanes[lane] = null;
            var lines = new List<(int From, int To)>();
            for (var passing = 0; passing < lanes.Count; passing++)
            {
                if (lanes[passing] is not null)
                    lines.Add((passing, passing));
            }

            for (var i = 0; i < commit.Shown.Count; i++)
                lines.Add((lane, LaneTo(commit.Shown[i], i == 0 ? lane : null, lanes)));
            lines.Sort();
            rows.Add(new GraphRow { Lane = lane, Lines = lines });
            while (lanes.Count > 0 && lanes[^1] is null)
                lanes.RemoveAt(lanes.Count - 1);
        }

        return rows;
    }

    private static int LaneTo(string commit, int? preferred, List<string?> lanes)
    {
        if (lanes.IndexOf(commit) is >= 0 and var held)
            return held;
        var lane = preferred ?? Free(lanes);
        lanes[lane] = commit;
        return lane;
    }

    private static int Free(List<string?> lanes)
    {
        if (lanes.IndexOf(null) is >= 0 and var free)
            return free;
        lanes.Add(null);
        return lanes.Count - 1;
    }
}
