using System.Globalization;
using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Cli.Output;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Upkeep;

internal static class StatusRendering
{
    public static void Write(Utf8JsonWriter w, BucketStatus status)
    {
        w.WriteStartObject();
        w.WriteString("status", status.LogDamage is null ? "ok" : "damaged");
        w.WriteString("path", status.Path);
        w.WriteString("bucket_id", status.BucketId);
        w.WriteNumber("format_version", status.FormatVersion);
        w.WriteString("codec", status.Codec == BucketCodec.Zstd ? "zstd" : "brotli");
        w.WriteNumber("log_head", status.LogHead);
        if (status.LogDamage is { } damage)
            w.WriteString("log_damage", damage);
        w.WriteNumber("traces", status.Traces);
        w.WriteNumber("generations", status.Generations);
        w.WriteNumber("raw_bytes", status.RawBytes);
        w.WriteNumber("blob_segments", status.BlobSegments);
        w.WriteStartObject("bytes_on_disk");
        w.WriteNumber("blobs", status.BlobBytes);
        w.WriteNumber("events", status.EventBytes);
        w.WriteNumber("traces", status.EnvelopeBytes);
        w.WriteNumber("index", status.IndexBytes);
        w.WriteEndObject();
        w.WriteStartObject("manifest");
        w.WriteBoolean("present", status.ManifestThrough is not null);
        w.WriteNumber("sequence", status.ManifestThrough ?? 0);
        w.WriteBoolean("stale", status.ManifestThrough != status.LogHead);
        w.WriteEndObject();
        FreshnessJson.Write(w, status.Freshness);
        w.WriteStrings("quarantined", status.Quarantined);
        w.WriteStrings("next_steps", NextSteps(status));
        w.WriteEndObject();
    }

    public static void Show(IAnsiConsole screen, BucketStatus status)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        void Row(string name, FormattableString value) =>
            grid.AddRow($"[grey]{name}[/]", Markup.Escape(value.ToString(CultureInfo.InvariantCulture)));

        Row("bucket", $"{status.Path}");
        Row("id", $"{status.BucketId}, format {status.FormatVersion}, {status.Codec}");
        Row("holds", $"{status.Traces:N0} traces, {status.Generations:N0} generations, {ByteText.Of(status.RawBytes)} of sessions");
        Row("on disk", $"{ByteText.Of(status.BlobBytes)} in {status.BlobSegments} segments, {ByteText.Of(status.EventBytes)} log, {ByteText.Of(status.EnvelopeBytes)} envelopes, {ByteText.Of(status.IndexBytes)} index");
        Row("log", $"{status.LogHead:N0} events{(status.LogDamage is null ? "" : ". " + status.LogDamage)}");
        Row("index", $"{(status.Freshness.Stale ? $"behind ({status.Freshness.StaleReason})" : "current")}");
        if (status.Quarantined.Count > 0)
            Row("quarantine", $"{status.Quarantined.Count} files");
        screen.Write(grid);
        foreach (var step in NextSteps(status))
            screen.MarkupLineInterpolated($"[grey]Next: opentraces {step}[/]");
    }

    private static List<string> NextSteps(BucketStatus status)
    {
        if (status.LogDamage is not null)
            return ["bucket repair"];
        var steps = new List<string>();
        if (status.ManifestThrough is null)
            steps.Add("bucket repair");
        if (status.Freshness.RebuildRecommended)
            steps.Add("bucket rebuild");
        steps.Add("bucket verify --sample 100");
        return steps;
    }
}
