using System.Buffers;
using System.Text;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Replay;

/// <summary>Ids and references as other programs that read the event log compute them.</summary>
internal static class ReferenceIds
{
    public const string PatchDigest = "opentraces.trace_patch.v1";
    public const string AnchorDigest = "opentraces.git_anchor.v1";

    private const int ShortId = 8;

    /// <summary>SHA-256 over a name, a zero byte and the canonical JSON of a value; 64 hexadecimal digits.</summary>
    public static string Digest(string name, RawJson material)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        bytes.Write(Encoding.UTF8.GetBytes(name));
        bytes.Write("\0"u8);
        CanonicalJson.Write(bytes, material);
        return ContentHash.Of(bytes.WrittenSpan).ToString();
    }

    public static string HashOf(string text) => ContentHash.Of(Encoding.UTF8.GetBytes(text)).ToPrefixedString();

    public static string PatchId(PatchMaterial patch) => Digest(PatchDigest, RawJson.Build(w =>
    {
        w.WriteStartObject();
        w.WriteString("trace_id", patch.TraceId);
        w.WriteNumber("generation_index", patch.GenerationIndex);
        w.WriteNumber("step_index", patch.StepIndex);
        w.WriteString("snapshot_before_id", patch.SnapshotBefore);
        w.WriteString("snapshot_after_id", patch.SnapshotAfter);
        WriteText(w, "file_path", patch.FilePath);
        w.WriteNumber("hunk_index", patch.HunkIndex);
        WriteRange(w, "affected_range", patch.Range);
        w.WriteString("raw_authored_hash", patch.RawAuthoredHash);
        WriteObjectId(w, "before_blob_id", patch.BlobBefore);
        WriteObjectId(w, "after_blob_id", patch.BlobAfter);
        w.WriteEndObject();
    }));

    public static string AnchorId(string patchId, string commit, string path, LineRange range, string tier) => Digest(AnchorDigest, RawJson.Build(w =>
    {
        w.WriteStartObject();
        WritePatchReference(w, "trace_patch_ref", patchId);
        WriteObjectId(w, "commit_id", commit);
        WriteText(w, "path", path);
        WriteRange(w, "range", range);
        w.WriteString("evidence_tier", tier);
        w.WriteEndObject();
    }));

    public static void WritePatchReference(Utf8JsonWriter w, string name, string id) =>
        WriteReference(w, name, "trace_patch", "tp", id, PatchDigest, null);

    public static void WriteAnchorReference(Utf8JsonWriter w, string name, string id, string relation) =>
        WriteReference(w, name, "git_anchor", "ga", id, AnchorDigest, relation);

    /// <summary>An object of git, told by how it is computed; null stays null.</summary>
    public static void WriteObjectId(Utf8JsonWriter w, string name, string? id)
    {
        if (id is null)
        {
            w.WriteNull(name);
            return;
        }

        w.WriteStartObject(name);
        w.WriteString("algo", id.Length == 40 ? "sha1" : "sha256");
        w.WriteString("hex", id);
        w.WriteEndObject();
    }

    public static void WriteRange(Utf8JsonWriter w, string name, LineRange? range)
    {
        if (range is not { } lines)
        {
            w.WriteNull(name);
            return;
        }

        w.WriteStartObject(name);
        w.WriteNumber("start_line", lines.Start);
        w.WriteNumber("end_line", lines.End);
        w.WriteEndObject();
    }

    public static void WriteText(Utf8JsonWriter w, string name, string text)
    {
        w.WritePropertyName(name);
        JsonText.WriteString(w, text);
    }

    private static void WriteReference(Utf8JsonWriter w, string name, string kind, string prefix, string id, string canonicalization, string? relation)
    {
        w.WriteStartObject(name);
        w.WriteString("kind", kind);
        w.WriteString("id", id);
        w.WriteString("id_format", "digest");
        w.WriteString("ref", $"ot://{kind.Replace('_', '-')}/sha256/{id}");
        w.WriteString("display_id", $"{prefix}:{id[..ShortId]}");
        w.WriteString("algorithm", "sha256");
        w.WriteString("canonicalization", canonicalization);
        if (relation is not null)
            w.WriteString("relation", relation);
        w.WriteEndObject();
    }
}
