namespace OpenTraces.Capture.Tests.Harnesses.Pi;

/// <summary>Small session lines, in the shape Pi writes them.</summary>
internal static class PiLines
{
    public const string Header =
        """{"type":"session","version":3,"id":"s-1","timestamp":"2026-03-01T10:00:00.000Z","cwd":"/home/sam/tinyshop"}""";

    public static string User(string id, string? parent, string text) =>
        Entry(id, parent, $$"""{"role":"user","content":[{"type":"text","text":"{{text}}"}],"timestamp":1772359201000}""");

    public static string Assistant(string id, string? parent, string blocks, string usage = "") =>
        Entry(id, parent, $$"""{"role":"assistant","content":[{{blocks}}],"provider":"anthropic","model":"m-1"{{(usage.Length == 0 ? "" : ",\"usage\":" + usage)}},"stopReason":"stop","timestamp":1772359202000}""");

    public static string Call(string callId, string tool, string arguments) =>
        $$"""{"type":"toolCall","id":"{{callId}}","name":"{{tool}}","arguments":{{arguments}}}""";

    public static string Result(string id, string? parent, string callId, string text, string more = "\"isError\":false") =>
        Entry(id, parent, $$"""{"role":"toolResult","toolCallId":"{{callId}}","toolName":"t","content":[{"type":"text","text":"{{text}}"}],{{more}}}""");

    public static string Usage(long input, long output, long cacheRead, long cacheWrite, string cost) =>
        $$"""{"input":{{input}},"output":{{output}},"cacheRead":{{cacheRead}},"cacheWrite":{{cacheWrite}},"cost":{"total":{{cost}} } }""";

    public static string Entry(string id, string? parent, string message) =>
        $$"""{"type":"message","id":"{{id}}","parentId":{{(parent is null ? "null" : $"\"{parent}\"")}},"timestamp":"2026-03-01T10:00:01.000Z","message":{{message}}}""";
}
