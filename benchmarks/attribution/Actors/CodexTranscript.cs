using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Actors;

/// <summary>Lines as Codex CLI writes them: its patches do not say where in a file they belong.</summary>
internal sealed class CodexTranscript : ITranscript
{
    private const int Around = 3;

    private readonly List<string> _lines = [];

    public CodexTranscript(string session, string folder, DateTimeOffset start)
    {
        Add("session_meta", start, new JsonObject
        {
            ["id"] = session,
            ["timestamp"] = Iso(start),
            ["cwd"] = folder,
            ["originator"] = "codex-tui",
            ["cli_version"] = "0.139.0",
            ["source"] = "cli",
            ["model_provider"] = "openai",
        });
        Add("turn_context", start, new JsonObject { ["turn_id"] = "turn-1", ["cwd"] = folder, ["model"] = "gpt-5.4", ["approval_policy"] = "on-request" });
        Add("response_item", start, new JsonObject
        {
            ["type"] = "message",
            ["role"] = "user",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = "Go on with the shop." }),
        });
    }

    public IReadOnlyList<string> Lines => _lines;

    public void Edit(
        string call, DateTimeOffset time, string path, TrueFile before, IReadOnlyList<AppliedHunk> hunks,
        IReadOnlyList<string> oldTexts, IReadOnlyList<string> newTexts)
    {
        var text = new StringBuilder();
        foreach (var hunk in hunks)
        {
            text.Append("@@\n");
            foreach (var line in before.Lines.Take(hunk.OldStart).Skip(Math.Max(0, hunk.OldStart - Around)))
                text.Append(' ').Append(line.Text).Append('\n');
            foreach (var line in hunk.Removed)
                text.Append('-').Append(line.Text).Append('\n');
            foreach (var line in hunk.Added)
                text.Append('+').Append(line.Text).Append('\n');
            foreach (var line in before.Lines.Skip(hunk.OldStart + hunk.Removed.Count).Take(Around))
                text.Append(' ').Append(line.Text).Append('\n');
        }

        Apply(call, time, $"*** Update File: {path}\n{text}");
    }

    public void Write(string call, DateTimeOffset time, string path, TrueFile? before, TrueFile after, IReadOnlyList<AppliedHunk> hunks) =>
        Apply(call, time, $"*** Add File: {path}\n{string.Concat(after.Texts.Select(t => "+" + t + "\n"))}");

    private void Apply(string call, DateTimeOffset time, string body)
    {
        Add("response_item", time, new JsonObject
        {
            ["type"] = "custom_tool_call",
            ["status"] = "completed",
            ["call_id"] = call,
            ["name"] = "apply_patch",
            ["input"] = $"*** Begin Patch\n{body}*** End Patch\n",
        });
        Add("response_item", time.AddMilliseconds(200), new JsonObject
        {
            ["type"] = "custom_tool_call_output",
            ["call_id"] = call,
            ["output"] = "Exit code: 0\nWall time: 0.1 seconds\nOutput:\nSuccess. Updated the following files:\n",
        });
    }

    private void Add(string type, DateTimeOffset time, JsonObject payload) =>
        _lines.Add(new JsonObject { ["timestamp"] = Iso(time), ["type"] = type, ["payload"] = payload }.ToJsonString(JsonSerializerOptions.Web));

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
