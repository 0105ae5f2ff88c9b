using System.Buffers;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>The envelope <c>opentraces.slicing.v1</c>. Its members and their order do not change.</summary>
public static class SlicingJson
{
    /// <summary>
    /// Writes the envelope on one line; <c>tiling</c> is computed from the pieces written. Same input, same bytes.
    /// </summary>
    /// <param name="output">Where to.</param>
    /// <param name="traceId">The trace that was cut.</param>
    /// <param name="slicer">What cut it.</param>
    /// <param name="totalSteps">The number of steps of the trace.</param>
    /// <param name="slicing">The pieces.</param>
    /// <param name="judge">Who answered the slicer's questions; the member is left out when null.</param>
    public static void Write(
        IBufferWriter<byte> output, string traceId, SlicerInfo slicer, int totalSteps, Slicing slicing, string? judge = null)
    {
        ArgumentNullException.ThrowIfNull(slicer);
        ArgumentNullException.ThrowIfNull(slicing);
        using var writer = new Utf8JsonWriter(output, TraceJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteText("schema_version"u8, "opentraces.slicing.v1");
        writer.WriteText("status"u8, "ok");
        writer.WriteText("trace_id"u8, traceId);
        writer.WriteText("slicer"u8, slicer.Id);
        writer.WriteText("tier"u8, slicer.Tier == SlicerTier.CheapLlm ? "cheap_llm" : "deterministic");
        writer.WriteWhole("total_steps"u8, totalSteps);
        writer.WriteList("trajectories"u8, slicing.Trajectories, WriteTrajectory);
        WriteTiling(writer, Tiling.Verify(slicing.Trajectories, totalSteps));
        if (judge is not null)
            writer.WriteText("judge"u8, judge);
        writer.WriteEndObject();
    }

    private static void WriteTrajectory(Utf8JsonWriter writer, Trajectory piece)
    {
        writer.WriteStartObject();
        writer.WriteWhole("start"u8, piece.Start);
        writer.WriteWhole("end"u8, piece.End);
        writer.WriteText("kind"u8, piece.Kind);
        writer.WriteText("label"u8, piece.Label);
        writer.WriteEndObject();
    }

    private static void WriteTiling(Utf8JsonWriter writer, Tiling tiling)
    {
        writer.WriteStartObject("tiling"u8);
        writer.WriteBoolean("valid"u8, tiling.IsValid);
        writer.WriteReal("coverage"u8, tiling.Coverage);
        writer.WriteWhole("gaps"u8, tiling.Gaps);
        writer.WriteWhole("overlaps"u8, tiling.Overlaps);
        writer.WriteEndObject();
    }
}
