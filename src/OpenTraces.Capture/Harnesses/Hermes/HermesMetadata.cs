using System.Text;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Hermes;

/// <summary>Writes where a session came from, and under <c>hermes</c> everything else it says of itself.</summary>
internal static class HermesMetadata
{
    public static RawJson Build(HermesRow row, HermesAssembler assembler, bool isRow, int? index) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        JsonWrite.Text(writer, "source_dataset"u8, HermesIdentity.Dataset(row));
        JsonWrite.Text(writer, "source_dataset_revision"u8, HermesIdentity.Revision(row));
        JsonWrite.Text(writer, "source_subset"u8, HermesIdentity.Subset(row));
        JsonWrite.Text(writer, "source_split"u8, row.Text("source_split", "split"));
        if (HermesIdentity.Index(row, index) is { } number)
            writer.WriteNumber("source_row_index"u8, number);
        if (isRow)
        {
            writer.WriteString("step_fidelity"u8, "conversation_turn"u8);
            JsonWrite.Text(writer, "source_completion_status"u8, Status(row));
        }

        if (row.ToolStats() is { } stats)
        {
            if (stats.Calls > 0)
                writer.WriteNumber("tool_success_rate"u8, Math.Round(Math.Max(0, stats.Calls - stats.Failures) / (double)stats.Calls, 4));
            writer.WriteNumber("tool_failure_count"u8, stats.Failures);
        }

        if (assembler.LinkageFailures > 0)
            writer.WriteNumber("linkage_failures"u8, assembler.LinkageFailures);
        if (assembler.MalformedCalls > 0)
            writer.WriteNumber("malformed_tool_calls"u8, assembler.MalformedCalls);
        writer.WriteStartObject("hermes"u8);
        foreach (var (name, value) in row.Members)
        {
            // These have a place of their own in the record.
            if (name is "tools" or "system_prompt")
                continue;
            // A name may hold a lone surrogate, which the writer refuses.
            writer.WritePropertyName(Encoding.UTF8.GetBytes(name));
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static string? Status(HermesRow row) => (row.Flag("completed"), row.Flag("partial")) switch
    {
        (_, true) => "partial",
        (true, _) => "completed",
        (false, _) => "incomplete",
        _ => null,
    };
}
