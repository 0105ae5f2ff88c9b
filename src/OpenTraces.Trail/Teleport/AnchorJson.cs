using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Teleport;

/// <summary>One line of <c>anchors.jsonl</c>: the commit that took a patch.</summary>
internal static class AnchorJson
{
    public static void Write(Utf8JsonWriter w, PatchAnchor anchor)
    {
        w.WriteStartObject();
        w.WriteString("anchor_id", anchor.AnchorId);
        w.WriteString("patch_id", anchor.Patch.PatchId);
        w.WriteString("commit", anchor.Commit);
        w.WritePropertyName("path");
        JsonText.WriteString(w, anchor.Path);
        w.WriteStartArray("lines");
        foreach (var line in anchor.Lines)
            w.WriteNumberValue(line);
        w.WriteEndArray();
        w.WriteString("evidence_tier", anchor.Tier);
        w.WriteString("evidence_firmness", anchor.Firm ? "firm_observed" : "provisional");
        w.WriteStartArray("limitations");
        foreach (var limitation in anchor.Limitations)
            w.WriteStringValue(limitation);
        w.WriteEndArray();
        w.WriteEndObject();
    }
}
