using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.CodexCli.Lines;

/// <summary>The answer to a call. Every version writes exit code and duration in another place.</summary>
internal sealed record CodexCliOutput(string? Text, int? ExitCode, int? DurationMs)
{
    /// <summary>How far into a text its header may reach.</summary>
    private const int MaxHeader = 16 * 1024;

    /// <summary>See <see cref="Schema.Observation.Error"/>.</summary>
    public string? Error => ExitCode switch
    {
        null when Text is null => null,
        null when IsFailure(Text) || IsScriptFailure(Text) => "tool_error",
        null when IsAborted(Text) => "interrupted",
        null or 0 => null,
        var code => string.Create(CultureInfo.InvariantCulture, $"exit_code:{code}"),
    };

    /// <summary>The thread that <c>spawn_agent</c> says it started.</summary>
    public string? SpawnedThread()
    {
        if (Text is null || !Text.StartsWith('{'))
            return null;
        try
        {
            return Schema.RawJson.Parse(Text).GetString("agent_id"u8);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static CodexCliOutput Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer, MediaLog media)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return ReadWrapped(ref reader) ?? OfText(Schema.JsonText.ReadString(ref reader));
            case JsonTokenType.StartArray:
                var parts = new List<string>();
                CodexCliText.Read(ref reader, parts, media);
                return OfText(string.Join('\n', parts));
            case JsonTokenType.StartObject:
                var json = JsonRead.Slice(ref reader, buffer);
                return OfObject(json, null);
            default:
                reader.Skip();
                return new CodexCliOutput(null, null, null);
        }
    }

    /// <summary>The tools a search found, as they are described; null when the value is no list.</summary>
    public static CodexCliOutput? ReadTools(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
            return new CodexCliOutput(Encoding.UTF8.GetString(JsonRead.Slice(ref reader, buffer)), null, null);
        reader.Skip();
        return null;
    }

    /// <summary>A string that holds an object, read from its bytes: only the text inside it becomes one. Null for other strings.</summary>
    private static CodexCliOutput? ReadWrapped(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || !reader.ValueSpan.StartsWith("{"u8) || reader.ValueSpan.IndexOf("\\\"metadata\\\""u8) < 0)
            return null;
        var rented = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return OfObject(rented.AsSpan(0, reader.CopyString(rented)), null);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, which only a text can hold.
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static CodexCliOutput OfText(string text)
    {
        if (text.StartsWith('{') && text.Contains("\"metadata\"", StringComparison.Ordinal))
            return OfObject(Encoding.UTF8.GetBytes(text), text);
        var (exitCode, durationMs) = ReadHeader(text);
        return new CodexCliOutput(text, exitCode, durationMs);
    }

    /// <summary><c>{output, metadata: {exit_code, duration_seconds}}</c>; the text of any other object is the object.</summary>
    private static CodexCliOutput OfObject(ReadOnlySpan<byte> json, string? whole)
    {
        string? output = null, text = null;
        var isBlock = false;
        int? exitCode = null;
        int? durationMs = null;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Schema.TraceJson.MaxDepth });
        try
        {
            reader.Read();
            while (JsonRead.NextMember(ref reader))
            {
                if (JsonRead.IsMember(ref reader, "output"u8))
                    output = JsonRead.Text(ref reader);
                else if (JsonRead.IsMember(ref reader, "text"u8))
                    text = JsonRead.Text(ref reader);
                else if (JsonRead.IsMember(ref reader, "type"u8))
                    isBlock = JsonRead.Text(ref reader) == "input_text";
                else if (JsonRead.IsMember(ref reader, "metadata"u8) && reader.TokenType == JsonTokenType.StartObject)
                    ReadMetadata(ref reader, ref exitCode, ref durationMs);
                else
                    reader.Skip();
            }
        }
        catch (JsonException)
        {
            return new CodexCliOutput(whole ?? Encoding.UTF8.GetString(json), null, null);
        }

        if (isBlock && text is not null)
            return new CodexCliOutput(text, exitCode, durationMs);
        return new CodexCliOutput(output is not null && exitCode is not null ? output : whole ?? Encoding.UTF8.GetString(json), exitCode, durationMs);
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, ref int? exitCode, ref int? durationMs)
    {
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "exit_code"u8))
                exitCode = JsonRead.Integer(ref reader) is { } code and >= int.MinValue and <= int.MaxValue ? (int)code : null;
            else if (JsonRead.IsMember(ref reader, "duration_seconds"u8))
                durationMs = Milliseconds(JsonRead.Number(ref reader));
            else
                reader.Skip();
        }
    }

    /// <summary>
    /// Reads the lines above <c>Output:</c>: <c>Process exited with code N</c> or <c>Exit code: N</c>, and
    /// <c>Wall time: N seconds</c>. Text that does not begin with such a header has neither.
    /// </summary>
    private static (int? ExitCode, int? DurationMs) ReadHeader(string text)
    {
        var rest = text.AsSpan(0, Math.Min(text.Length, MaxHeader));
        if (!rest.StartsWith("Chunk ID: ", StringComparison.Ordinal) && !rest.StartsWith("Command: ", StringComparison.Ordinal)
            && !rest.StartsWith("Exit code: ", StringComparison.Ordinal) && !rest.StartsWith("Wall time: ", StringComparison.Ordinal)
            && !rest.StartsWith("Script ", StringComparison.Ordinal))
            return (null, null);
        var isPatch = rest.StartsWith("Wall time: ", StringComparison.Ordinal)
            && rest.IndexOf("\nOutput:\nExit code: ", StringComparison.Ordinal) is > 0 and < 64;
        int? exitCode = null;
        int? durationMs = null;
        foreach (var line in rest.EnumerateLines())
        {
            if (line.StartsWith("Output:", StringComparison.Ordinal))
            {
                // A patch that a command handed on answers with a header of its own below the command's.
                if (!isPatch)
                    return (exitCode, durationMs);
                isPatch = false;
                continue;
            }

            if (After(line, "Process exited with code ", out var number) || After(line, "Exit code: ", out number))
                exitCode = int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) ? code : exitCode;
            else if (After(line, "Wall time: ", out number) || After(line, "Wall time ", out number))
                durationMs = ReadSeconds(number) ?? durationMs;
        }

        return (exitCode, durationMs);
    }

    private static int? ReadSeconds(ReadOnlySpan<char> text)
    {
        var space = text.IndexOf(' ');
        return space > 0 && double.TryParse(text[..space], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? Milliseconds(seconds)
            : null;
    }

    private static int? Milliseconds(double? seconds) =>
        seconds is >= 0 and < 2_000_000 ? (int)Math.Round(seconds.Value * 1000) : null;

    /// <summary>The harness's own words: <c>exec_command failed for ...</c>, <c>apply_patch verification failed: ...</c>.</summary>
    private static bool IsFailure(string text)
    {
        var line = text.AsSpan(0, Math.Min(text.Length, 60));
        var end = line.IndexOf('\n');
        line = end < 0 ? line : line[..end];
        var failed = line.IndexOf(" failed", StringComparison.Ordinal);
        if (failed < 0)
            return text.StartsWith("failed to parse function arguments", StringComparison.Ordinal)
                || text.StartsWith("unsupported call", StringComparison.Ordinal);
        var rest = line[(failed + " failed".Length)..];
        return char.IsAsciiLetter(line[0]) && line[..failed].Count(' ') < 3 && (rest.IsEmpty || rest[0] == ':' || rest.StartsWith(" for ", StringComparison.Ordinal));
    }

    /// <summary>A script that threw; the text of one that ran to its end begins with <c>Script completed</c>.</summary>
    private static bool IsScriptFailure(string text) => text.StartsWith("Script error", StringComparison.Ordinal)
        || text.StartsWith("Script failed", StringComparison.Ordinal) || text.StartsWith("Script terminated", StringComparison.Ordinal);

    private static bool IsAborted(string text) => text.StartsWith("aborted", StringComparison.Ordinal);

    private static bool After(ReadOnlySpan<char> line, string prefix, out ReadOnlySpan<char> rest)
    {
        var found = line.StartsWith(prefix, StringComparison.Ordinal);
        rest = found ? line[prefix.Length..] : default;
        return found;
    }
}
