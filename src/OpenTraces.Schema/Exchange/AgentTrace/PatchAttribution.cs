using System.Globalization;
using System.Text;

namespace OpenTraces.Schema;

/// <summary>
/// Which lines a session wrote, computed from its patches in the order they were made: a later patch moves the lines
/// behind it and takes away the lines it replaces. Line numbers are those of the file as the session left it. A patch that
/// does not say where it was put, or of a file outside the working directory, is not in it and is noted.
/// </summary>
internal static class PatchAttribution
{
    private const string Outside = "The file's place is outside the working directory, and no absolute path is written.";
    private const string NoPlace = "The transcript does not tell where in the file the lines were put.";

    public static Attribution Of(TraceRecord record, IReadOnlyList<TracePatch> patches, LossNotes notes)
    {
        var models = record.Steps.ToDictionary(static s => s.StepIndex, static s => s.Model);
        var paths = new PatchPaths(patches);
        var files = new SortedDictionary<string, List<WrittenRange>>(StringComparer.Ordinal);
        foreach (var patch in patches.OrderBy(static p => p.Content.StepIndex))
        {
            var path = paths.Of(patch.Content.FilePath, patch.Content.WorkingDirectory);
            List<WrittenRange>? moved = null;
            if (patch.Content.Kind == PatchKind.Move && patch.Content.OldPath is { } old && paths.Of(old, patch.Content.WorkingDirectory) is { } before)
                files.Remove(before, out moved);
            if (path is null)
            {
                notes.Add("patches[]", LossKind.Dropped, Outside);
                continue;
            }

            if (patch.Content is { NewStart: null, Kind: not (PatchKind.Add or PatchKind.Delete), Added.Count: > 0 })
                notes.Add("patches[]", LossKind.Dropped, NoPlace);
            if (moved is not null)
                files[path] = moved;
            if (!files.TryGetValue(path, out var ranges))
                files[path] = ranges = [];
            WrittenRange.Apply(ranges, patch.Content);
        }

        return new Attribution
        {
            Revision = record.Outcome.CommitSha is { } commit ? new Dictionary<string, string> { ["vcs_type"] = "git", ["revision"] = commit } : null,
            Files = [.. files.Where(static f => f.Value.Count > 0).Select(f => new AttributionFile
            {
                Path = f.Key,
                Conversations = [.. f.Value.GroupBy(static r => r.Step).OrderBy(static g => g.Key)
                    .Select(g => Conversation(record, g.Key, models.GetValueOrDefault(g.Key) ?? record.Agent.Model, g))],
            })],
        };
    }

    private static AttributionConversation Conversation(TraceRecord record, int step, string? model, IEnumerable<WrittenRange> ranges)
    {
        var contributor = new Dictionary<string, string> { ["type"] = "ai" };
        if (model is not null)
            contributor["model_id"] = model;
        return new AttributionConversation
        {
            Url = string.Create(CultureInfo.InvariantCulture, $"opentraces://{record.TraceId}/step_{step}"),
            Contributor = contributor,
            Ranges = [.. ranges.OrderBy(static r => r.Start).Select(static r => new AttributionRange
            {
                StartLine = r.Start,
                EndLine = r.Start + r.Lines.Count - 1,
                ContentHash = MurmurHash3.ToPrefixedString(Encoding.UTF8.GetBytes(string.Join('\n', r.Lines))),
            })],
        };
    }
}
