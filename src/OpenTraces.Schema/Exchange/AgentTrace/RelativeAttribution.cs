namespace OpenTraces.Schema;

/// <summary>
/// An attribution that came with the record, with paths the way Agent Trace has them. What lies outside the project is not in
/// it: its path would tell the reader's home.
/// </summary>
internal static class RelativeAttribution
{
    public static Attribution Of(Attribution attribution, IReadOnlyList<TracePatch> patches)
    {
        var paths = new PatchPaths(patches);
        var files = new List<AttributionFile>();
        foreach (var file in attribution.Files)
        {
            if (paths.Relative(file.Path) is { } path)
                files.Add(file with { Path = path });
        }

        return attribution with
        {
            Files = files,
            UnaccountedFiles = attribution.UnaccountedFiles is { } others ? [.. others.Select(paths.Relative).OfType<string>()] : null,
        };
    }
}
