using System.Text;
using System.Text.Json;
using OpenTraces.Capture.Harnesses.Hermes;
using OpenTraces.Conformance;

namespace OpenTraces.Capture.Tests.Harnesses.Hermes;

/// <summary>Small rows and session lines, in the shapes Hermes writes them.</summary>
internal static class HermesLines
{
    public const string System = "You are a function calling AI model. You get signatures within <tools> </tools> XML tags and results within <tool_response> </tool_response> XML tags.\n<tools>\n"
        + """[{"name":"terminal","description":"Run","parameters":{"type":"object"},"required":null}]""" + "\n</tools>\nCall them.";

    /// <summary>A row with its conversation in the ShareGPT vocabulary.</summary>
    public static string Row(string more, params (string From, string Value)[] messages) =>
        "{\"conversations\":[" + string.Join(',', messages.Select(m => $$"""{"from":{{Quote(m.From)}},"value":{{Quote(m.Value)}}}""")) + "]" + more + "}";

    public static string Call(string tool, string arguments) =>
        $$"""
        <tool_call>
        {"name": "{{tool}}", "arguments": {{arguments}}}
        </tool_call>
        """.ReplaceLineEndings("\n");

    public static string Response(string? id, string tool, string content) =>
        "<tool_response>\n{" + (id is null ? "" : $"\"tool_call_id\": \"{id}\", ") + $"\"name\": \"{tool}\", \"content\": {content}}}\n</tool_response>";

    public static Task<RecordedSession> ReadAsync(params string[] lines) =>
        RecordedSession.ReadAsync(new HermesParser(), string.Join('\n', lines) + "\n", "batch_001_output.jsonl");

    public static Task<RecordedSession> ReadRowAsync(string row, int index, string fileName = "batch_001_output.jsonl") =>
        RecordedSession.ReadAsync(new HermesParser(), new SessionSource
        {
            FileName = fileName,
            Content = new MemoryStream(Encoding.UTF8.GetBytes(row)),
            Row = index,
        });

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
