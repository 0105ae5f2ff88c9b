using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Replay;

/// <summary>Takes what must not leave out of the texts of a trace before anything is computed over them, so that not even a hash tells of it.</summary>
internal sealed class ReplayFloor(SecurityPipeline pipeline)
{
    public int Redactions { get; private set; }

    public async ValueTask<IReadOnlyList<ReplayPatch>> PassAsync(TraceSummary trace, IReadOnlyList<ReplayPatch> patches, CancellationToken cancellationToken)
    {
        var (value, report) = await pipeline.RedactAsync(RawJson.Build(w => Write(w, trace, patches)), cancellationToken).ConfigureAwait(false);
        Clearance.Require(report, $"Trace {trace.TraceId}");
        Redactions += report.Redactions;
        return [.. patches.Zip(value.ToElement().GetProperty("patches").EnumerateArray(), With)];
    }

    /// <summary>A finished event passes again; what is found in it now cannot be taken out any more.</summary>
    public async ValueTask RequireAsync(byte[] file, string trace, CancellationToken cancellationToken)
    {
        var report = (await pipeline.RedactAsync(RawJson.Parse(file), cancellationToken).ConfigureAwait(false)).Report;
        Clearance.Require(report, $"An event of trace {trace}");
        if (report.Redactions > 0)
            throw ReplayFailure.Holds(trace);
    }

    private static void Write(Utf8JsonWriter w, TraceSummary trace, IReadOnlyList<ReplayPatch> patches)
    {
        w.WriteStartObject();
        w.WriteString("trace_id", trace.TraceId.ToString());
        w.WriteString("session_id", trace.SessionId);
        w.WriteString("agent", trace.Agent);
        w.WriteStartArray("patches");
        foreach (var patch in patches)
        {
            w.WriteStartObject();
            Write(w, "file_path", patch.FilePath);
            Write(w, "path", patch.AnchorPath);
            Write(w, "tool_call_id", patch.ToolCallId);
            Write(w, "capture_method", patch.CaptureMethod);
            Write(w, "authored_text", patch.AuthoredText);
            w.WriteStartArray("limitations");
            foreach (var limitation in patch.Limitations)
                JsonText.WriteString(w, limitation);
            w.WriteEndArray();
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    private static ReplayPatch With(ReplayPatch patch, JsonElement row) => patch with
    {
        FilePath = row.GetProperty("file_path").GetString()!,
        AnchorPath = row.GetProperty("path").GetString(),
        ToolCallId = row.GetProperty("tool_call_id").GetString()!,
        CaptureMethod = row.GetProperty("capture_method").GetString()!,
        AuthoredText = row.GetProperty("authored_text").GetString()!,
        Limitations = [.. row.GetProperty("limitations").EnumerateArray().Select(l => l.GetString()!)],
    };

    /// <summary>The log is UTF-8, in which half a surrogate pair cannot be written.</summary>
    private static void Write(Utf8JsonWriter w, string name, string? text)
    {
        w.WritePropertyName(name);
        w.WriteStringValue(text);
    }
}
