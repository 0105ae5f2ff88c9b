using System.Globalization;
using System.Text.Json;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

/// <summary>Writes single lines of a session. Every line has an id of its own and a time one second after the line before.</summary>
internal sealed class ClaudeLines
{
    private int _count;

    public string SessionId { get; init; } = "session-1";

    public string Version { get; init; } = "2.1.120";

    public string Extra { get; init; } = "";

    public static string Text(string text) => $$"""{"type":"text","text":{{Quote(text)}}}""";

    public static string Thinking(string text, string? signature = null) =>
        $$"""{"type":"thinking","thinking":{{Quote(text)}}{{(signature is null ? "" : $",\"signature\":{Quote(signature)}")}}}""";

    public static string Call(string id, string name, string input = "{}") =>
        $$"""{"type":"tool_use","id":{{Quote(id)}},"name":{{Quote(name)}},"input":{{input}}}""";

    public static string ResultBlock(string id, string content, bool? isError = null) =>
        $$"""{"type":"tool_result","tool_use_id":{{Quote(id)}},"content":{{content}}{{(isError is { } e ? $",\"is_error\":{(e ? "true" : "false")}" : "")}}}""";

    public static string Usage(int input, int output, int read = 0, int write = 0) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"input_tokens":{{input}},"output_tokens":{{output}},"cache_read_input_tokens":{{read}},"cache_creation_input_tokens":{{write}}}""");

    public static string Quote(string text) => JsonSerializer.Serialize(text, JsonSerializerOptions.Default);

    public string User(string text, string extra = "") => Line("user", $$""" "message":{"role":"user","content":{{Quote(text)}}} """, extra);

    public string UserBlocks(string blocks, string extra = "") => Line("user", $$""" "message":{"role":"user","content":[{{blocks}}]} """, extra);

    public string Result(string id, string text, string extra = "", bool? isError = null) =>
        UserBlocks(ResultBlock(id, Quote(text), isError), extra);

    public string Assistant(string? id, string blocks, string? usage = null, string? stop = "end_turn", string extra = "", string model = "claude-sonnet-5") =>
        Line("assistant", $$""" "message":{ {{(id is null ? "" : $"\"id\":{Quote(id)},")}} "role":"assistant","model":{{Quote(model)}},"content":[{{blocks}}],"stop_reason":{{(stop is null ? "null" : Quote(stop))}}{{(usage is null ? "" : ",\"usage\":" + usage)}}} """, extra);

    public string Line(string type, string members, string extra = "")
    {
        var number = ++_count;
        var time = new DateTime(2026, 5, 1, 10, 0, 0, DateTimeKind.Utc).AddSeconds(number).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        // The extra members come last, so that they replace those of the envelope.
        return $$"""{"parentUuid":null,"isSidechain":false,"cwd":"/home/dev/app","sessionId":{{Quote(SessionId)}},"version":{{Quote(Version)}},"gitBranch":"main","type":{{Quote(type)}},"uuid":"line-{{number}}","timestamp":"{{time}}",{{members}}{{Comma(Extra)}}{{Comma(extra)}}}""";
    }

    private static string Comma(string extra) => extra.Length == 0 ? "" : "," + extra;
}
