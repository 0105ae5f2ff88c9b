using System.Text.Json;
using OpenTraces.Capture.Harnesses.CodexCli;
using OpenTraces.Conformance;
using OpenTraces.TestKit;

namespace OpenTraces.Capture.Tests.Harnesses.CodexCli;

/// <summary>Paginated rollouts as Codex CLI 0.169.0 wrote them, talking to a scripted model; long texts are cut.</summary>
internal static class RecordedRollouts
{
    public static string PathOf(string name) =>
        Repository.PathOf("tests", "OpenTraces.Capture.Tests", "Harnesses", "CodexCli", "Recorded", name + ".jsonl");

    public static Task<RecordedSession> ReadAsync(string name) =>
        RecordedSession.ReadAsync(new CodexCliParser(), File.ReadAllBytes(PathOf(name)), $"rollout-{name}.jsonl");

    public static List<JsonElement> Lines(string name) =>
        [.. File.ReadLines(PathOf(name)).Select(l => JsonDocument.Parse(l).RootElement.Clone())];

    /// <summary>What the responses of this thread used, by the records that stand in the file for it.</summary>
    public static (long Input, long Cached, long Output) Used(string name)
    {
        var used = Lines(name).Where(l => l.GetProperty("type").GetString() == "token_usage_record")
            .Select(l => l.GetProperty("payload").GetProperty("usage")).ToList();
        return (Sum("input_tokens"), Sum("cached_input_tokens"), Sum("output_tokens"));

        long Sum(string member) => used.Sum(u => u.GetProperty(member).GetInt64());
    }
}
