using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Teleport;

/// <summary>The manifest as a file. Its <c>workspace_id</c> is a digest of everything else in it.</summary>
internal static class WorkspaceManifestJson
{
    private const string IdName = "workspace_id";

    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static (byte[] Json, string Id) Write(WorkspaceManifest manifest)
    {
        var id = IdOf(RawJson.FromTrusted(Write(manifest, "")).ToElement());
        return (Write(manifest, id), id);
    }

    /// <summary>Reads what may be anybody's work.</summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.InvalidTrace"/>: it is no manifest; <see cref="OpenTracesErrorCode.StoreCorrupt"/>: it was changed.
    /// </exception>
    public static (WorkspaceManifest Manifest, string Id) Read(ReadOnlyMemory<byte> json, WorkspaceLimits limits)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("schema_version", out var version) || version.ValueKind != JsonValueKind.String)
                throw WorkspaceFailure.Foreign($"{WorkspaceFile.Manifest} does not say what it is");
            if (version.GetString() != TraceWorkspace.SchemaVersion)
                throw WorkspaceFailure.Foreign($"{WorkspaceFile.Manifest} is of {version.GetString()}, and only {TraceWorkspace.SchemaVersion} is known");
            var id = Text(root, IdName);
            if (id != IdOf(root))
                throw WorkspaceFailure.Damaged(WorkspaceFile.Manifest, IdName + " is of another content");
            return (new ManifestReader(limits).Read(root), id);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw WorkspaceFailure.Foreign($"{WorkspaceFile.Manifest} cannot be read");
        }
    }

    public static string Text(JsonElement value, string name) => value.GetProperty(name).GetString() ?? throw new FormatException();

    private static string IdOf(JsonElement root)
    {
        var rest = RawJson.Build(w =>
        {
            w.WriteStartObject();
            foreach (var member in root.EnumerateObject().Where(m => m.Name != IdName))
                member.WriteTo(w);
            w.WriteEndObject();
        });
        return CanonicalJson.Hash(rest).ToString();
    }

    private static byte[] Write(WorkspaceManifest manifest, string id)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var w = new Utf8JsonWriter(buffer, Format))
        {
            w.WriteStartObject();
            w.WriteString("schema_version", TraceWorkspace.SchemaVersion);
            w.WriteString(IdName, id);
            w.WriteString("trace_id", manifest.TraceId.ToString());
            w.WriteNumber("generation", manifest.Generation);
            w.WriteNumber("steps", manifest.Steps);
            w.WriteNumber("patches", manifest.Patches);
            w.WriteNumber("anchored", manifest.Anchored);
            w.WriteNumber("redactions", manifest.Redactions);
            w.WritePropertyName("git");
            Write(w, manifest.Git);
            w.WriteStartArray("files");
            foreach (var file in manifest.Files)
            {
                w.WriteStartObject();
                w.WriteString("name", file.Name);
                w.WriteNumber("bytes", file.Bytes);
                w.WriteString("sha256", file.Sha256);
                w.WriteEndObject();
            }

            w.WriteEndArray();
            Write(w, "limitations", manifest.Limitations);
            w.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter w, ManifestGit? git)
    {
        if (git is null)
        {
            w.WriteNullValue();
            return;
        }

        w.WriteStartObject();
        w.WriteString("kind", git.SelfContained ? ManifestReader.SelfContained : ManifestReader.Thin);
        w.WriteString("object_format", git.Sha256 ? "sha256" : "sha1");
        w.WriteString("head", git.Head);
        Write(w, "commits", git.Commits);
        Write(w, "boundary", git.Boundary);
        Write(w, "prerequisites", git.Prerequisites);
        w.WriteNumber("objects", git.Objects);
        w.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter w, string name, IReadOnlyList<string> values)
    {
        w.WriteStartArray(name);
        foreach (var value in values)
            w.WriteStringValue(value);
        w.WriteEndArray();
    }
}
