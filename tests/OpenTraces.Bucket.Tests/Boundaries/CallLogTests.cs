using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Boundaries;

public sealed class CallLogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private CallLog Log => new(_folder["calls"]);

    private string Path => Assert.Single(Directory.GetFiles(_folder["calls"]));

    private static CallChanges Call(string id, string session = "session-1", int lines = 1) => new()
    {
        Agent = "claude-code",
        SessionId = session,
        ToolCallId = id,
        Patches =
        [
            new PatchDraft
            {
                FilePath = "src/a.cs",
                ToolCallId = id,
                StepIndex = 0,
                CaptureMethod = "snapshot",
                Added = [.. Enumerable.Range(0, lines).Select(i => $"line {i} of {id}")],
            },
        ],
    };

    private async Task<string[]> IdsAsync(string session = "session-1") =>
        [.. (await Log.ReadAsync("claude-code", session)).Select(c => c.ToolCallId)];

    [Fact]
    public async Task Calls_come_back_in_order_by_session()
    {
        foreach (var (id, session) in new[] { ("a", "session-1"), ("b", "session-2"), ("c", "session-1") })
            Assert.True(await Log.AppendAsync(Call(id, session)));
        Assert.Equal(["a", "c"], await IdsAsync());
        Assert.Equal(["b"], await IdsAsync("session-2"));
        Assert.Empty(await IdsAsync("../../session-3"));
        Assert.Empty(await Log.ReadAsync("codex-cli", "session-1"));
        Assert.Equal("line 0 of c", (await Log.ReadAsync("claude-code", "session-1"))[1].Patches[0].Added[0]);
    }

    [Fact]
    public async Task A_torn_last_line_is_passed_over_and_the_next_stands_on_its_own()
    {
        await Log.AppendAsync(Call("a"));
        await Log.AppendAsync(Call("torn"));
        var path = Assert.Single(Directory.GetFiles(_folder["calls"]));
        var whole = await File.ReadAllBytesAsync(path);
        var first = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = first; length < whole.Length; length += 7)
        {
            await File.WriteAllBytesAsync(path, whole[..length]);
            Assert.Equal(["a"], await IdsAsync());
            await Log.AppendAsync(Call("b"));
            Assert.Equal(["a", "b"], await IdsAsync());
        }
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing_and_tear_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
                await Log.AppendAsync(Call($"{w}-{i}", lines: 200));
        })));
        var calls = await Log.ReadAsync("claude-code", "session-1");
        Assert.Equal(160, calls.Select(c => c.ToolCallId).Distinct().Count());
        Assert.All(calls, c => Assert.Equal(200, c.Patches[0].Added.Count));
    }

    [Fact]
    public async Task Patches_that_are_too_large_are_left_out_and_a_full_file_takes_no_more()
    {
        var large = Call("large") with { Patches = [Call("large").Patches[0] with { Added = [new string('x', CallLog.MaxCallBytes)] }] };
        Assert.True(await Log.AppendAsync(large));
        var kept = Assert.Single(await Log.ReadAsync("claude-code", "session-1"));
        Assert.Empty(kept.Patches);
        Assert.Equal([CallLog.TooLarge], kept.Limitations);

        using (var file = File.OpenWrite(Assert.Single(Directory.GetFiles(_folder["calls"]))))
            file.SetLength(CallLog.MaxSessionBytes);
        Assert.False(await Log.AppendAsync(Call("late")));
    }

    [Fact]
    public async Task What_cannot_be_written_says_so_and_waiting_can_be_ended()
    {
        _folder.Write("calls", "a file where the folder should be");
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await Log.AppendAsync(Call("a")));
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Contains(_folder["calls"], error.Message, StringComparison.Ordinal);

        var other = new CallLog(_folder["other"]);
        await other.AppendAsync(Call("a"));
        using var held = new FileStream(Assert.Single(Directory.GetFiles(_folder["other"])), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using var ended = new CancellationTokenSource();
        var waiting = other.AppendAsync(Call("b"), ended.Token).AsTask();
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_session_that_is_deleted_is_gone_and_the_others_stay()
    {
        await Log.AppendAsync(Call("a"));
        await Log.AppendAsync(Call("b", "session-2"));
        Assert.True(await Log.DeleteAsync("claude-code", "session-1"));
        Assert.False(await Log.DeleteAsync("claude-code", "session-1"));
        Assert.Single(Directory.GetFiles(_folder["calls"]), f => new FileInfo(f).Length > 0);
        Assert.Empty(await IdsAsync());
        Assert.Equal(["b"], await IdsAsync("session-2"));
    }

    [Fact]
    public async Task Some_calls_of_a_session_are_deleted_and_the_others_stay()
    {
        foreach (var id in new[] { "a", "b", "c" })
            await Log.AppendAsync(Call(id));
        Assert.True(await Log.DeleteAsync("claude-code", "session-1", new HashSet<string> { "b", "unheard of" }));
        Assert.False(await Log.DeleteAsync("claude-code", "session-1", new HashSet<string> { "b" }));
        Assert.Equal(["a", "c"], await IdsAsync());
        await Log.AppendAsync(Call("d"));
        Assert.Equal(["a", "c", "d"], await IdsAsync());
        Assert.True(await Log.DeleteAsync("claude-code", "session-1", new HashSet<string> { "a", "c", "d" }));
        Assert.Equal(0, new FileInfo(Path).Length);
    }

    [Fact]
    public async Task What_stays_is_where_it_was_all_the_time_and_what_goes_is_overwritten()
    {
        foreach (var id in new[] { "a", "b", "c", "d" })
            await Log.AppendAsync(Call(id, lines: id == "b" ? 3000 : 1));
        var before = await File.ReadAllTextAsync(Path);
        Assert.True(await Log.DeleteAsync("claude-code", "session-1", new HashSet<string> { "b", "d" }));
        var after = await File.ReadAllTextAsync(Path);
        Assert.Equal(before.IndexOf("line 0 of c", StringComparison.Ordinal), after.IndexOf("line 0 of c", StringComparison.Ordinal));
        Assert.DoesNotContain("of b", after, StringComparison.Ordinal);
        Assert.DoesNotContain("of d", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removal_that_was_interrupted_anywhere_has_cost_nothing_that_stays_and_is_made_up_for()
    {
        foreach (var id in new[] { "a", "b", "c" })
            await Log.AppendAsync(Call(id));
        var whole = await File.ReadAllBytesAsync(Path);
        var start = Array.IndexOf(whole, (byte)'\n') + 1;
        var end = Array.IndexOf(whole, (byte)'\n', start);
        for (var done = start + 1; done < end; done += 5)
        {
            var torn = whole.ToArray();
            torn.AsSpan(start..done).Fill((byte)'\n');
            await File.WriteAllBytesAsync(Path, torn);
            Assert.Equal(["a", "c"], await IdsAsync());
            Assert.True(await Log.DeleteAsync("claude-code", "session-1", new HashSet<string> { "b" }));
            Assert.DoesNotContain("of b", await File.ReadAllTextAsync(Path), StringComparison.Ordinal);
            Assert.Equal(["a", "c"], await IdsAsync());
        }
    }

    [Fact]
    public async Task Nothing_that_is_appended_beside_removals_is_lost()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                await Log.AppendAsync(Call($"{w}-{i}"));
                Assert.True(await Log.DeleteAsync("claude-code", "session-1", new HashSet<string> { $"{w}-{i}" }));
            }
        })));
        Assert.Empty(await IdsAsync());
    }

    [Fact]
    public void What_a_source_holds_is_read_again_and_foreign_lines_are_passed_over()
    {
        var bytes = CallLog.Format([Call("a"), Call("b")]);
        Assert.Equal(["a", "b"], CallLog.Parse(bytes).Select(c => c.ToolCallId));
        Assert.Equal(["a", "b"], CallLog.Parse([.. "{}\n\nnot json\n"u8, .. bytes, .. "{\"agent\":"u8]).Select(c => c.ToolCallId));
    }
}
