using System.Text.Json;
using OpenTraces.Capture.Harnesses.Pi.Branches;
using OpenTraces.Capture.Harnesses.Pi.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>Writes what is specific to Pi: <c>compaction_events</c>, <c>is_compacted</c> and <c>pi</c>.</summary>
internal static class PiMetadata
{
    public static RawJson Build(PiFacts facts, PiTree tree, string? leafId) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        WriteCompactions(writer, facts);
        writer.WriteStartObject("pi"u8);
        WriteHeader(writer, facts);
        WriteBranches(writer, facts, tree, leafId);
        writer.WriteNumber("cost_usd"u8, facts.Usage.Cost.Total);
        if (facts.Usage.Cost != default)
        {
            writer.WritePropertyName("cost"u8);
            facts.Usage.Cost.WriteTo(writer);
        }

        WriteUsage(writer, "inactive_usage"u8, facts.InactiveUsage);
        WriteUsage(writer, "summary_usage"u8, facts.SummaryUsage);
        if (facts.CopiedEntries > 0)
            writer.WriteNumber("copied_entries"u8, facts.CopiedEntries);
        WriteUsage(writer, "copied_usage"u8, facts.CopiedUsage);
        WriteStops(writer, facts);
        WriteEntries(writer, facts);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void WriteCompactions(Utf8JsonWriter writer, PiFacts facts)
    {
        var compactions = facts.Carried.Where(static e => e.Type == PiTypes.Compaction).ToList();
        if (compactions.Count == 0)
            return;
        writer.WriteBoolean("is_compacted"u8, true);
        writer.WriteStartArray("compaction_events"u8);
        foreach (var entry in compactions)
        {
            writer.WriteStartObject();
            JsonWrite.Text(writer, "entry_id"u8, entry.Id);
            JsonWrite.Text(writer, "timestamp"u8, entry.Timestamp);
            Copy(writer, entry.Raw, "tokensBefore"u8, "pre_tokens"u8);
            Copy(writer, entry.Raw, "firstKeptEntryId"u8, "first_kept_entry_id"u8);
            Copy(writer, entry.Raw, "firstKeptEntryIndex"u8, "first_kept_entry_index"u8);
            Copy(writer, entry.Raw, "fromHook"u8, "from_hook"u8);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteHeader(Utf8JsonWriter writer, PiFacts facts)
    {
        if (facts.Header is not { } header)
            return;
        writer.WriteNumber("format_version"u8, PiVersions.OfHeader(header.Raw));
        JsonWrite.Text(writer, "parent_session"u8, header.Raw.GetString("parentSession"u8));
        JsonWrite.Text(writer, "branched_from"u8, header.Raw.GetString("branchedFrom"u8));
        var name = facts.Carried.LastOrDefault(static e => e.Type == PiTypes.SessionInfo)?.Raw.GetString("name"u8);
        // A name of white space takes the name away again.
        JsonWrite.Text(writer, "session_name"u8, string.IsNullOrWhiteSpace(name) ? null : name.Trim());
    }

    private static void WriteBranches(Utf8JsonWriter writer, PiFacts facts, PiTree tree, string? leafId)
    {
        writer.WriteStartObject("branches"u8);
        JsonWrite.Text(writer, "leaf_id"u8, leafId);
        writer.WriteNumber("leaves"u8, tree.Leaves);
        writer.WriteNumber("branch_points"u8, tree.BranchPoints);
        writer.WriteNumber("inactive_entries"u8, facts.InactiveEntries);
        writer.WriteNumber("bridged_parents"u8, tree.BridgedParents);
        if (tree.IsLeafReplaced)
            writer.WriteString("leaf_rule"u8, "last_message"u8);
        writer.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter writer, ReadOnlySpan<byte> name, PiUsage usage)
    {
        if (usage.IsZero)
            return;
        writer.WritePropertyName(name);
        usage.WriteTo(writer);
    }

    private static void WriteStops(Utf8JsonWriter writer, PiFacts facts)
    {
        if (facts.Stops.Count == 0)
            return;
        writer.WriteStartArray("stops"u8);
        foreach (var (step, reason, message) in facts.Stops)
        {
            writer.WriteStartObject();
            writer.WriteNumber("step_index"u8, step);
            writer.WriteString("stop_reason"u8, reason);
            JsonWrite.Text(writer, "error_message"u8, message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteEntries(Utf8JsonWriter writer, PiFacts facts)
    {
        writer.WriteStartArray("entries"u8);
        foreach (var entry in facts.Carried)
            entry.Raw.WriteTo(writer);
        writer.WriteEndArray();
    }

    private static void Copy(Utf8JsonWriter writer, RawJson from, ReadOnlySpan<byte> name, ReadOnlySpan<byte> to)
    {
        if (!from.TryGetMember(name, out var value))
            return;
        writer.WritePropertyName(to);
        value.WriteTo(writer);
    }
}
