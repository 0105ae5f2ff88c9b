namespace OpenTraces.Trail.Blame;

/// <summary>Counts the lines of commits that patches explain.</summary>
internal static class AnchoredLines
{
    /// <summary>Each once, however many patches explain it.</summary>
    public static int Count(IEnumerable<PatchAnchor> anchors) => anchors.SelectMany(a => a.Lines.Select(l => (a.Commit, a.Path, l))).Distinct().Count();
}
