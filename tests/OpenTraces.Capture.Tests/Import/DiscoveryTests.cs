using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Import;

public sealed class DiscoveryTests : IDisposable
{
    private static readonly DateTime Day = new(2026, 7, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Codex(string name, string cwd, int day, string before = "") => Write($"codex/2026/{name}", day, before
        + $$"""{"timestamp":"2026-07-01T00:00:00Z","type":"session_meta","payload":{"id":"x","cwd":"{{cwd}}"} }""" + "\n");

    private void Write(string relative, int day, string text) =>
        File.SetLastWriteTimeUtc(_folder.Write(relative, text), Day.AddDays(day));

    private async Task<IEnumerable<string>> Find(string? directory, int limit = 20) =>
        (await TraceCapture.DiscoverAsync(new HarnessHomes
        {
            CodexCli = _folder["codex"],
            ClaudeCode = _folder["claude"],
            Pi = _folder["nowhere"],
        }, directory, limit)).Select(s => $"{Path.GetFileNameWithoutExtension(s.Path)}:{s.Harness}");

    [Fact]
    public async Task The_newest_sessions_in_or_below_a_directory_are_found()
    {
        Codex("old.jsonl", "/w/app", 1);
        Codex("new.jsonl", "/w/app/src", 3);
        Codex("sibling.jsonl", "/w/application", 4);
        Codex("above.jsonl", "/w", 5);
        Write("claude/-w-app/c.jsonl", 2, """
            {"type":"summary","summary":"s","leafUuid":"l"}
            {"type":"user","uuid":"u","sessionId":"s","parentUuid":null,"cwd":"/w/app","message":{"role":"user","content":"hi"}}

            """);
        Write("claude/-w-app/notes.md", 9, "# no session\n");
        Write("claude/-w-app/other.jsonl", 9, "{\"hello\":1}\n");
        Assert.Equal(["new:codex-cli", "c:claude-code", "old:codex-cli"], await Find("/w/app"));
        Assert.Equal(["new:codex-cli"], await Find("/w/app", limit: 1));
        Assert.Equal(["above:codex-cli", "sibling:codex-cli", "new:codex-cli", "c:claude-code", "old:codex-cli"], await Find(null));
        Assert.Empty(await Find("/elsewhere"));
        Assert.Empty(await Find("/w/app", limit: 0));
    }
}
