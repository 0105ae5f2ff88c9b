namespace OpenTraces.Schema;

/// <summary>Lines that one step wrote and that later patches left alone, at the place they have now.</summary>
internal sealed record WrittenRange(int Step, int Start, IReadOnlyList<string> Lines)
{
    /// <summary>Moves and cuts the ranges of a file for one more patch, and adds what it wrote.</summary>
    public static void Apply(List<WrittenRange> ranges, PatchDraft patch)
    {
        if (patch.Kind == PatchKind.Delete)
        {
            ranges.Clear();
            return;
        }

        // A file written whole has nothing of before, known or not.
        if (patch.Kind == PatchKind.Add && patch.Removed.Count == 0)
            ranges.Clear();
        var at = patch.NewStart ?? (patch.Kind == PatchKind.Add ? 1 : null);
        if (at is not { } start)
            return;
        var before = ranges.ToList();
        ranges.Clear();
        foreach (var range in before)
            ranges.AddRange(range.Behind(start, patch.Removed.Count, patch.Added.Count));
        if (patch.Added.Count > 0)
            ranges.Add(new WrittenRange(patch.StepIndex, Math.Max(1, start), patch.Added));
    }

    private IEnumerable<WrittenRange> Behind(int at, int removed, int added)
    {
        var first = Math.Clamp(at - Start, 0, Lines.Count);
        if (first > 0)
            yield return this with { Lines = [.. Lines.Take(first)] };
        var rest = Math.Clamp((long)at + removed - Start, 0, Lines.Count);
        if (rest < Lines.Count)
            yield return new WrittenRange(Step, (int)(Math.Max(Start + rest, at + removed) - removed + added), [.. Lines.Skip((int)rest)]);
    }
}
