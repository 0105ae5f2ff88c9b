using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpenTraces.Cli.Sample;

/// <summary>Writes a session as Claude Code 2.1 does: a chain of lines, one block of the model's message on each.</summary>
internal sealed class ClaudeSessionWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly string _sessionId;
    private readonly string _workingDirectory;
    private DateTimeOffset _now;
    private string? _last;
    private string _call = "";
    private int _lines;
    private int _messages;

    public ClaudeSessionWriter(string sessionId, string workingDirectory, DateTimeOffset start)
    {
        _sessionId = sessionId;
        _workingDirectory = workingDirectory;
        _now = start;
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public void Ask(string prompt) => Line("user", 0, json =>
    {
        json.WriteStartObject("message");
        json.WriteString("role", "user");
        json.WriteString("content", prompt);
        json.WriteEndObject();
    });

    public void Say(string text, ClaudeUsage usage) => Assistant("end_turn", usage, json =>
    {
        json.WriteString("type", "text");
        json.WriteString("text", text);
    });

    public void Read(string path, string content, ClaudeUsage usage)
    {
        var file = FullPath(path);
        var lines = content.TrimEnd('\n').Split('\n');
        Call("Read", usage, json => json.WriteString("file_path", file));
        var numbered = string.Join('\n', lines.Select((l, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1,6}→{l}")));
        Result(numbered, json =>
        {
            json.WriteString("type", "text");
            json.WriteStartObject("file");
            json.WriteString("filePath", file);
            json.WriteString("content", content);
            json.WriteNumber("numLines", lines.Length);
            json.WriteNumber("startLine", 1);
            json.WriteNumber("totalLines", lines.Length);
            json.WriteEndObject();
        });
    }

    /// <summary>Replaces one text by another in an existing file.</summary>
    public void Edit(SampleEdit edit, string oldText, string newText, ClaudeUsage usage)
    {
        var file = FullPath(edit.Path);
        Call("Edit", usage, WriteInput);
        Result($"The file {file} has been updated successfully.", json =>
        {
            json.WriteString("filePath", file);
            json.WriteString("oldString", oldText);
            json.WriteString("newString", newText);
            json.WriteString("originalFile", edit.Before);
            WriteHunk(json, edit.ToHunk());
            json.WriteBoolean("userModified", false);
            json.WriteBoolean("replaceAll", false);
        });

        void WriteInput(Utf8JsonWriter json)
        {
            json.WriteBoolean("replace_all", false);
            json.WriteString("file_path", file);
            json.WriteString("old_string", oldText);
            json.WriteString("new_string", newText);
        }
    }

    private static void WriteHunk(Utf8JsonWriter json, SampleHunk hunk)
    {
        json.WriteStartArray("structuredPatch");
        json.WriteStartObject();
        json.WriteNumber("oldStart", hunk.Start);
        json.WriteNumber("oldLines", hunk.OldLines);
        json.WriteNumber("newStart", hunk.Start);
        json.WriteNumber("newLines", hunk.NewLines);
        json.WriteStartArray("lines");
        foreach (var line in hunk.Lines)
            json.WriteStringValue(line);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void Call(string tool, ClaudeUsage usage, Action<Utf8JsonWriter> input)
    {
        _call = string.Create(CultureInfo.InvariantCulture, $"toolu_01tinyshop{_lines:d14}");
        Assistant("tool_use", usage, json =>
        {
            json.WriteString("type", "tool_use");
            json.WriteString("id", _call);
            json.WriteString("name", tool);
            json.WriteStartObject("input");
            input(json);
            json.WriteEndObject();
        });
    }

    private void Result(string content, Action<Utf8JsonWriter> detail) => Line("user", 240, json =>
    {
        json.WriteStartObject("message");
        json.WriteString("role", "user");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("tool_use_id", _call);
        json.WriteString("type", "tool_result");
        json.WriteString("content", content);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("toolUseResult");
        detail(json);
        json.WriteEndObject();
    });

    private void Assistant(string stopReason, ClaudeUsage usage, Action<Utf8JsonWriter> block) => Line("assistant", 2900, json =>
    {
        var number = ++_messages;
        json.WriteStartObject("message");
        json.WriteString("model", "claude-sonnet-4-6");
        json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"msg_01tinyshop{number:d12}"));
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        json.WriteStartObject();
        block(json);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("stop_reason", stopReason);
        json.WriteNull("stop_sequence");
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", usage.Input);
        json.WriteNumber("cache_creation_input_tokens", usage.CacheWrite);
        json.WriteNumber("cache_read_input_tokens", usage.CacheRead);
        json.WriteNumber("output_tokens", usage.Output);
        json.WriteString("service_tier", "standard");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("requestId", string.Create(CultureInfo.InvariantCulture, $"req_011tinyshop{number:d11}"));
    });

    private void Line(string type, int milliseconds, Action<Utf8JsonWriter> write)
    {
        _now = _now.AddMilliseconds(milliseconds);
        var id = string.Create(CultureInfo.InvariantCulture, $"7d1f0c5a-0000-4000-8000-{++_lines:x12}");
        using (var json = new Utf8JsonWriter(_bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("parentUuid", _last);
            json.WriteBoolean("isSidechain", false);
            json.WriteString("userType", "external");
            json.WriteString("cwd", _workingDirectory);
            json.WriteString("sessionId", _sessionId);
            json.WriteString("version", "2.1.70");
            json.WriteString("gitBranch", "main");
            json.WriteString("type", type);
            write(json);
            json.WriteString("uuid", id);
            json.WriteString("timestamp", _now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        _bytes.Write("\n"u8);
        _last = id;
    }

    private string FullPath(string path) => Path.Combine(_workingDirectory, path.Replace('/', Path.DirectorySeparatorChar));
}
