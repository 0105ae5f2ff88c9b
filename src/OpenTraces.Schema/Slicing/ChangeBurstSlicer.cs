namespace OpenTraces.Schema;

/// <summary>Separates stretches of editing from what lies between them; a person's ask starts a piece too.</summary>
internal sealed class ChangeBurstSlicer : ISlicer
{
    /// <summary>Edits further apart than this many steps belong to different bursts.</summary>
    internal const int BurstGap = 35;

    private const int NamesInLabel = 3;

    public SlicerInfo Info { get; } = new("s2", "change-burst", SlicerTier.Deterministic);

    public Slicing Slice(IReadOnlyList<StepView> steps, IReadOnlyList<JudgmentAnswer>? answers = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var starts = new List<int>();
        var lastEdit = -1;
        for (var i = 0; i < steps.Count; i++)
        {
            if (HumanAsk.Opens(steps[i]))
                starts.Add(i);
            if (!steps[i].HasEdit)
                continue;
            if (lastEdit < 0 || i - lastEdit > BurstGap)
            {
                starts.Add(i);
                if (lastEdit >= 0)
                    starts.Add(lastEdit + 1);
            }

            lastEdit = i;
        }

        if (lastEdit >= 0)
            starts.Add(lastEdit + 1);
        return Slicing.FromStarts(starts, steps.Count, "change_burst", (start, end) => Label(steps, start, end));
    }

    private static string Label(IReadOnlyList<StepView> steps, int start, int end)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var hasEdit = false;
        for (var i = start; i <= end; i++)
        {
            hasEdit |= steps[i].HasEdit;
            foreach (var file in steps[i].EditedFiles)
                names.Add(LastPart(file));
        }

        if (names.Count > 0)
            return "burst: " + string.Join(", ", names.Take(NamesInLabel));
        return hasEdit ? "burst" : "explore";
    }

    private static string LastPart(string path)
    {
        var trimmed = path.TrimEnd('/', '\\');
        return trimmed[(trimmed.LastIndexOfAny(['/', '\\']) + 1)..];
    }
}
