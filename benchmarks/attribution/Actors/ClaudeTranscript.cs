using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Actors;

/// <summary>Lines as Claude Code writes them.</summary>
internal sealed class ClaudeTranscript : ITranscript
{
    private const int Around = 3;

    private readonly List<string> _lines = [];
    private readonly string _session;
    private readonly string _folder;
    private string? _last;

    public ClaudeTranscript(string session, string folder, DateTimeOffset start)
    {
        _session = session;
        _folder = folder;
        Add("user", start, new JsonObject { ["message"] = new JsonObject { ["role"] = "user", ["content"] = "Go on with the shop." } });
    }

    public IReadOnlyList<string> Lines => _lines;

    public void Edit(
        string call, DateTimeOffset time, string path, TrueFile before, IReadOnlyList<AppliedHunk> hunks,
        IReadOnlyList<string> oldTexts, IReadOnlyList<string> newTexts)
    {
        // An insertion names the line above it.
        var start = hunks[0].OldStart;
        string[] above = oldTexts.Count == 0 && start > 0 ? [before.Lines[start - 1].Text] : [];
        var (oldText, newText) = (string.Join('\n', above.Concat(oldTexts)), string.Join('\n', above.Concat(newTexts)));
        // A deletion takes the last line end along.
        if (newText.Length == 0)
            oldText += "\n";
        Call(call, time, "Edit", new JsonObject { ["file_path"] = Full(path), ["old_string"] = oldText, ["new_string"] = newText });
        Result(call, time, new JsonObject
        {
            ["filePath"] = Full(path),
            ["oldString"] = oldText,
            ["newString"] = newText,
            ["originalFile"] = before.Text,
            ["structuredPatch"] = Patch(before, hunks),
            ["userModified"] = false,
            ["replaceAll"] = false,
        });
    }

    public void Write(string call, DateTimeOffset time, string path, TrueFile? before, TrueFile after, IReadOnlyList<AppliedHunk> hunks)
    {
        Call(call, time, "Write", new JsonObject { ["file_path"] = Full(path), ["content"] = after.Text });
        Result(call, time, new JsonObject
        {
            ["type"] = before is null ? "create" : "update",
            ["filePath"] = Full(path),
            ["content"] = after.Text,
            ["structuredPatch"] = before is null ? new JsonArray() : Patch(before, hunks),
            ["originalFile"] = before?.Text,
        });
    }

    private static JsonArray Patch(TrueFile before, IReadOnlyList<AppliedHunk> hunks)
    {
        var patch = new JsonArray();
        foreach (var hunk in hunks)
        {
            var (top, end) = (Math.Max(0, hunk.OldStart - Around), hunk.OldStart + hunk.Removed.Count);
            var lines = new JsonArray();
            foreach (var line in before.Lines.Take(hunk.OldStart).Skip(top))
                lines.Add(" " + line.Text);
            foreach (var line in hunk.Removed)
                lines.Add("-" + line.Text);
            foreach (var line in hunk.Added)
                lines.Add("+" + line.Text);
            var below = before.Lines.Skip(end).Take(Around).ToArray();
            foreach (var line in below)
                lines.Add(" " + line.Text);
            var kept = hunk.OldStart - top + below.Length;
            patch.Add(new JsonObject
            {
                ["oldStart"] = top + 1,
                ["oldLines"] = kept + hunk.Removed.Count,
                ["newStart"] = top + 1 + hunk.NewStart - hunk.OldStart,
                ["newLines"] = kept + hunk.Added.Count,
                ["lines"] = lines,
            });
        }

        return patch;
    }

    private void Call(string call, DateTimeOffset time, string tool, JsonObject input) => Add("assistant", time, new JsonObject
    {
        ["message"] = new JsonObject
        {
            ["model"] = "claude-sonnet-4-6",
            ["id"] = "msg_" + call,
            ["type"] = "message",
            ["role"] = "assistant",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "tool_use", ["id"] = call, ["name"] = tool, ["input"] = input }),
            ["usage"] = new JsonObject { ["input_tokens"] = 900, ["output_tokens"] = 120 },
        },
    });

    private void Result(string call, DateTimeOffset time, JsonObject detail) => Add("user", time.AddMilliseconds(300), new JsonObject
    {
        ["message"] = new JsonObject
        {
            ["role"] = "user",
            ["content"] = new JsonArray(new JsonObject { ["tool_use_id"] = call, ["type"] = "tool_result", ["content"] = "The file was changed." }),
        },
        ["toolUseResult"] = detail,
    });

    private void Add(string type, DateTimeOffset time, JsonObject rest)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{_session[..8]}-0000-4000-9000-{_lines.Count:x12}");
        rest["parentUuid"] = _last;
        rest["isSidechain"] = false;
        rest["cwd"] = _folder;
        rest["sessionId"] = _session;
        rest["version"] = "2.1.70";
        rest["type"] = type;
        rest["uuid"] = id;
        rest["timestamp"] = time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        _last = id;
        _lines.Add(rest.ToJsonString(JsonSerializerOptions.Web));
    }

    private string Full(string path) => _folder + "/" + path;
}
