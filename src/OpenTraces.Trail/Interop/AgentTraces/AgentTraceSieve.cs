using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Interop.AgentTraces;

/// <summary>
/// Takes out of a record what would cost the whole of it: files without a path, ranges that are no lines. Everything else
/// stays as it is.
/// </summary>
internal static class AgentTraceSieve
{
    public static (byte[] Document, string Version) Clean(ReadOnlySpan<byte> utf8, WarningList warnings)
    {
        using var document = Parse(utf8);
        var root = JsonMembers.Of(document.RootElement);
        if (root.Find("files") is not { ValueKind: JsonValueKind.Array } || root.Find("version") is null)
            throw Refusal(null);
        var version = root.Text("version") is { Length: <= 20 } said && said.All(c => char.IsAsciiDigit(c) || c == '.') ? said : "";
        if (version.Length == 0 || version.Split('.')[0] is not ("0" or "1"))
            throw new OpenTracesException(OpenTracesErrorCode.InvalidTrace, $"The Agent Trace record has version {(version.Length == 0 ? "of an unknown form" : version)}, and versions 0.x and 1.x are read.");
        var clean = RawJson.Build(writer => Copy(writer, root, "files", file => file.ValueKind == JsonValueKind.Object && JsonMembers.Of(file).Text("path") is not null,
            "A file has no path; it was left out.", warnings, File));
        return (clean.Utf8.ToArray(), version);

        void File(Utf8JsonWriter writer, JsonElement file) => Copy(writer, JsonMembers.Of(file), "conversations",
            c => c.ValueKind == JsonValueKind.Object, "A conversation is no object; it was left out.", warnings, Conversation);

        void Conversation(Utf8JsonWriter writer, JsonElement conversation) => Copy(writer, JsonMembers.Of(conversation), "ranges",
            IsRange, "A range has no line numbers; it was left out.", warnings, static (output, range) => RawJson.Parse(range.GetRawText()).WriteTo(output));
    }

    private static JsonDocument Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8.ToArray(), new JsonDocumentOptions { MaxDepth = TraceJson.MaxDepth });
        }
        catch (JsonException exception)
        {
            throw Refusal(exception);
        }
    }

    private static OpenTracesException Refusal(Exception? cause) => new(OpenTracesErrorCode.InvalidTrace,
        "The text is no Agent Trace record: it is not a JSON object with a version and files. Give one record, not a list of them.", cause);

    /// <summary>Writes an object with the items of one of its lists that pass.</summary>
    private static void Copy(
        Utf8JsonWriter writer, JsonMembers members, string list, Func<JsonElement, bool> passes, string warning, WarningList warnings,
        Action<Utf8JsonWriter, JsonElement> write)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members.All)
        {
            writer.WritePropertyName(name);
            if (name != list || value.ValueKind != JsonValueKind.Array)
            {
                RawJson.Parse(value.GetRawText()).WriteTo(writer);
                continue;
            }

            writer.WriteStartArray();
            foreach (var item in value.EnumerateArray())
            {
                if (passes(item))
                    write(writer, item);
                else
                    warnings.Add(null, warning);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static bool IsRange(JsonElement value)
    {
        var range = JsonMembers.Of(value);
        return Line(range.Find("start_line")) is { } start && Line(range.Find("end_line")) is { } end && start >= 1 && end >= start;

        static int? Line(JsonElement? line) => line is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var found) ? found : null;
    }
}
