using System.Text.Json;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Repairing.Log;

/// <summary>
/// <c>events/restoring.json</c>: a repair of the log that is under way. It is written before the first file is moved, so that
/// whoever is interrupted goes on from it, and it is gone when the log says again what is in it.
/// </summary>
/// <param name="Last">The last event of the unbroken beginning.</param>
/// <param name="Aside">Files of the log that go to quarantine.</param>
/// <param name="Beginning">The one of them whose beginning is kept, how long that is, and the name it gets.</param>
/// <param name="Traces">What the traces are whose events lay behind the beginning.</param>
/// <param name="Lost">Traces of which events are lost for good.</param>
/// <param name="LostEvents">How many events are.</param>
internal sealed record LogRestoration(
    long Last, IReadOnlyList<string> Aside, (string From, long Length, string To)? Beginning, IReadOnlyList<Envelope> Traces, IReadOnlyList<TraceId> Lost,
    long LostEvents)
{
    private const string Name = "restoring.json";

    public static string PathIn(string bucket) => Path.Combine(bucket, "events", Name);

    public static LogRestoration? Read(StoreFiles files, string bucket)
    {
        try
        {
            using var document = JsonDocument.Parse(files.ReadAll(PathIn(bucket)));
            var root = document.RootElement;
            return new LogRestoration(
                root.GetProperty("last"u8).GetInt64(),
                [.. root.GetProperty("aside"u8).EnumerateArray().Select(n => n.GetString()!)],
                root.TryGetProperty("beginning"u8, out var kept)
                    ? (kept.GetProperty("from"u8).GetString()!, kept.GetProperty("length"u8).GetInt64(), kept.GetProperty("to"u8).GetString()!)
                    : null,
                [.. root.GetProperty("traces"u8).EnumerateArray().Select(t => EnvelopeJson.Read(RawJson.Parse(System.Text.Encoding.UTF8.GetBytes(t.GetRawText()))))],
                [.. root.GetProperty("lost"u8).EnumerateArray().Select(t => TraceId.Parse(t.GetString()!))],
                root.GetProperty("lost_events"u8).GetInt64());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"'{PathIn(bucket)}', which an interrupted repair has left, is damaged: restore 'events' from a copy of the bucket.", e);
        }
    }

    public void Write(StoreFiles files, string bucket)
    {
        var json = RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("last"u8, Last);
            writer.WriteStartArray("aside"u8);
            foreach (var name in Aside)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
            if (Beginning is var (from, length, to))
            {
                writer.WriteStartObject("beginning"u8);
                writer.WriteString("from"u8, from);
                writer.WriteNumber("length"u8, length);
                writer.WriteString("to"u8, to);
                writer.WriteEndObject();
            }

            writer.WriteStartArray("traces"u8);
            foreach (var trace in Traces)
                EnvelopeJson.Write(trace).WriteTo(writer);
            writer.WriteEndArray();
            writer.WriteStartArray("lost"u8);
            foreach (var trace in Lost)
                writer.WriteStringValue(trace.ToString());
            writer.WriteEndArray();
            writer.WriteNumber("lost_events"u8, LostEvents);
            writer.WriteEndObject();
        });
        files.WriteWhole(PathIn(bucket), json.Utf8.Span, ".restoring.tmp");
    }

    public static void Delete(StoreFiles files, string bucket)
    {
        files.Delete(PathIn(bucket));
        files.FlushFolder(Path.Combine(bucket, "events"));
    }
}
