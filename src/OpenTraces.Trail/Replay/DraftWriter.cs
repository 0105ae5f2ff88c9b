using System.Globalization;
using System.Text.Json;
using OpenTraces.Schema;
using OpenTraces.Trail.Anchors;

namespace OpenTraces.Trail.Replay;

/// <summary>Makes the events of a trace: its patches, then the commits that took them.</summary>
internal sealed class DraftWriter(string trace, Func<ReplayPatch, DateTimeOffset?> timeOf, Func<string, DateTimeOffset> committed, Func<string, string, string?> blobOf)
{
    private const string Relation = "anchored_in_git";

    // What the format's own normal form takes for white space.
    private static readonly char[] White =
    [
        '\t', '\n', '\v', '\f', '\r', '\u001c', '\u001d', '\u001e', '\u001f', ' ', '\u0085', '\u00a0', '\u1680', '\u2000', '\u2001', '\u2002', '\u2003', '\u2004',
        '\u2005', '\u2006', '\u2007', '\u2008', '\u2009', '\u200a', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000',
    ];

    public IReadOnlyList<LogDraft> Write(IReadOnlyList<ReplayPatch> patches)
    {
        var (events, anchors) = (new List<LogDraft>(), new List<LogDraft>());
        foreach (var patch in patches)
        {
            var draft = Patch(patch);
            events.Add(draft);
            if (patch is { AnchorPath: not null, Anchor: { Commit: not null, Lines.Count: > 0 } })
                anchors.Add(Anchor(patch, draft.SubjectId));
        }

        return [.. events, .. anchors];
    }

    private LogDraft Patch(ReplayPatch patch)
    {
        var content = patch.Anchor.Patch.Content;
        LineRange? range = content.NewStart is { } start ? new LineRange(start, start + content.Added.Count - 1) : null;
        var hash = ReferenceIds.HashOf(patch.AuthoredText);
        var id = ReferenceIds.PatchId(new PatchMaterial
        {
            TraceId = trace,
            StepIndex = content.StepIndex,
            FilePath = patch.FilePath,
            HunkIndex = patch.HunkIndex,
            Range = range,
            RawAuthoredHash = hash,
        });
        var limitations = new SortedSet<string>(patch.Limitations, StringComparer.Ordinal) { "no_snapshot" };
        if (patch.AuthoredText.Length == 0)
            limitations.Add("no_added_text");
        if (range is null)
            limitations.Add("no_line_range");
        return new LogDraft
        {
            EventType = LogDraft.PatchCreated,
            TraceId = trace,
            StepIndex = content.StepIndex,
            Time = timeOf(patch) ?? DateTimeOffset.UnixEpoch,
            CaptureMethod = patch.CaptureMethod,
            SubjectId = id,
            Payload = RawJson.Build(w =>
            {
                w.WriteStartObject();
                w.WriteString("trace_patch_id", id);
                ReferenceIds.WritePatchReference(w, "trace_patch_ref", id);
                foreach (var name in (string[])["snapshot_before_id", "snapshot_before_ref", "snapshot_after_id", "snapshot_after_ref"])
                    w.WriteNull(name);
                w.WriteString("agent_step_id", string.Create(CultureInfo.InvariantCulture, $"step_{content.StepIndex}"));
                w.WriteString("tool_call_id", patch.ToolCallId);
                w.WriteString("file_path", patch.FilePath);
                ReferenceIds.WriteRange(w, "affected_range", range);
                w.WriteString("authored_text", patch.AuthoredText);
                w.WriteString("raw_authored_hash", hash);
                w.WriteString("git_clean_hash", ReferenceIds.HashOf(string.Join(' ', patch.AuthoredText.Split(White, StringSplitOptions.RemoveEmptyEntries))));
                w.WriteNull("before_blob_id");
                w.WriteNull("after_blob_id");
                Write(w, "limitations", limitations);
                w.WriteEndObject();
            }),
        };
    }

    private LogDraft Anchor(ReplayPatch patch, string patchId)
    {
        var anchor = patch.Anchor;
        var range = new LineRange(anchor.Lines[0], anchor.Lines[^1]);
        var id = ReferenceIds.AnchorId(patchId, anchor.Commit!, patch.AnchorPath!, range, anchor.Tier);
        return new LogDraft
        {
            EventType = LogDraft.AnchorCreated,
            TraceId = trace,
            StepIndex = anchor.Patch.Content.StepIndex,
            Time = committed(anchor.Commit!),
            CaptureMethod = "bucket_replay",
            SubjectId = id,
            Payload = RawJson.Build(w =>
            {
                w.WriteStartObject();
                w.WriteString("git_anchor_id", id);
                ReferenceIds.WriteAnchorReference(w, "git_anchor_ref", id, Relation);
                w.WriteString("trace_patch_id", patchId);
                ReferenceIds.WritePatchReference(w, "trace_patch_ref", patchId);
                ReferenceIds.WriteObjectId(w, "commit_id", anchor.Commit);
                w.WriteString("path", patch.AnchorPath);
                ReferenceIds.WriteRange(w, "range", range);
                ReferenceIds.WriteObjectId(w, "blob_id", blobOf(anchor.Commit!, anchor.Path!));
                w.WriteNull("patch_id");
                w.WriteString("observed_ref", anchor.Commit);
                w.WriteString("relation", Relation);
                w.WriteString("evidence_tier", anchor.Tier);
                w.WriteString("evidence_firmness", anchor.Firm ? "firm" : "provisional");
                w.WriteString("source", LogEvent.Writer);
                // That a path was found by its end tells where this clone lies, and every clone is told the same.
                Write(w, "limitations", anchor.Limitations.Where(l => l != Limitation.PathBySuffix));
                w.WriteEndObject();
            }),
        };
    }

    private static void Write(Utf8JsonWriter w, string name, IEnumerable<string> values)
    {
        w.WriteStartArray(name);
        foreach (var value in values)
            w.WriteStringValue(value);
        w.WriteEndArray();
    }
}
