using System.Text;
using OpenTraces.Bucket;
using OpenTraces.Capture.Tests.Harnesses.CodexCli;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Import;

public sealed class ImportTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly InMemoryTraceStore _store = new();

    public void Dispose() => _folder.Dispose();

    private static string Session(string more = "") => CodexCliLines.Started().Prompt("Rename the greeting\nand more")
        .Patch("p", "*** Begin Patch\n*** Update File: a.cs\n@@\n-one\n+two\n@@\n-three\n+four\n*** End Patch")
        .Output("p", "Exit code: 0\nWall time: 0 seconds\nOutput:\nok", "custom_tool_call_output").Tokens(10, 4, 2).Text + more;

    private async Task<List<ImportResult>> Import(params string[] paths) => await Import(new TraceCapture(_store), null, paths);

    private static async Task<List<ImportResult>> Import(TraceCapture capture, ImportOptions? options, params string[] paths)
    {
        var results = new List<ImportResult>();
        await foreach (var result in capture.ImportAsync(paths, options))
            results.Add(result);
        return results;
    }

    [Fact]
    public async Task A_session_becomes_a_trace_with_everything_in_its_place()
    {
        var path = _folder.Write("s/rollout.jsonl", Session());
        var result = Assert.Single(await Import(path));
        Assert.Equal((IngestOutcome.Imported, 1), (result.Receipt!.Outcome, result.Receipt.Generation));
        Assert.Equal(("codex-cli", CodexCliLines.Id, "Rename the greeting", "/home/me/app", 2, 2),
            (result.Trace!.Agent, result.Trace.SessionId, result.Trace.Title, result.Trace.Project, result.Trace.Steps, result.Trace.Patches));
        Assert.Equal(result.Report!.Lines, result.Trace.Lines);
        Assert.Equal(7, result.Report.Lines.Total);
        var record = (await _store.FindAsync(result.Receipt.TraceId))!;
        Assert.Equal(result.Receipt.TraceId.ToString(), record.TraceId);
        Assert.Equal("/home/me/app", record.Metadata.GetString("cwd"u8));
        Assert.Equal("codex_cli_rollout", record.Metadata.GetString("source"u8));
        Assert.Equal((2, 6L, 4L, 2L, 0.4), (record.Metrics.TotalSteps, record.Metrics.TotalInputTokens, record.Metrics.TotalCacheReadTokens, record.Metrics.TotalOutputTokens, record.Metrics.CacheHitRate));
        Assert.All(record.Patches, p => Assert.Null(p.Anchor));
        var patches = new List<TracePatch>();
        await foreach (var patch in _store.ReadPatchesAsync(result.Receipt.TraceId))
            patches.Add(patch);
        Assert.Equal([(0, "two"), (1, "four")], patches.Select(p => (p.Ordinal, p.Content.Added.Single())));
        Assert.Equal(record.Patches.Select(p => p.PatchId), patches.Select(p => p.PatchId));
    }

    [Fact]
    public async Task The_raw_bytes_come_back_as_they_were()
    {
        var bytes = Encoding.UTF8.GetBytes("\uFEFF" + Session("\r\n{\"torn"));
        var result = Assert.Single(await Import(_folder.Write("s.jsonl", bytes)));
        using var raw = (await _store.OpenRawAsync(result.Receipt!.TraceId))!;
        using var copy = new MemoryStream();
        await raw.CopyToAsync(copy);
        Assert.Equal(bytes, copy.ToArray());
    }

    [Fact]
    public async Task Again_is_unchanged_and_grown_is_a_new_generation()
    {
        var path = _folder.Write("s.jsonl", Session());
        await Import(path);
        Assert.Equal(IngestOutcome.Unchanged, (await Import(path))[0].Receipt!.Outcome);
        File.AppendAllText(path, "{\"timestamp\":\"2026-07-01T12:00:00.000Z\",\"type\":\"event_msg\",\"payload\":{\"type\":\"user_message\",\"message\":\"more\"}}\n");
        var grown = (await Import(path))[0];
        Assert.Equal((IngestOutcome.Updated, 2, 2, 3), (grown.Receipt!.Outcome, grown.Receipt.Generation, grown.Trace!.Generations, grown.Trace.Steps));
    }

    [Fact]
    public async Task Where_a_file_lies_and_what_it_is_called_is_no_part_of_the_trace()
    {
        var results = await Import(_folder.Write("a/one.jsonl", Session()), _folder.Write("b/two.jsonl", Session()));
        Assert.Equal(results[0].Receipt!.TraceId, results[1].Receipt!.TraceId);
        Assert.Equal(IngestOutcome.Unchanged, results[1].Receipt!.Outcome);
    }

    [Fact]
    public async Task A_folder_is_read_whole_in_ordinal_order_and_every_file_has_one_row()
    {
        _folder.Write("b.jsonl", Session());
        _folder.Write("a/z.jsonl", Session());
        _folder.Write("B.md", "# Read me\n");
        _folder.Write("a/empty.jsonl", "");
        _folder.Write("a/blank.jsonl", "\n \n");
        _folder.Write("a/bin.dat", [1, 0, 2, 0, 255]);
        _folder.Write("a.zst", [0x28, 0xB5, 0x2F, 0xFD, 0x20, 1, 9, 0, 0, (byte)'x']);
        var results = await Import(_folder.Root);
        Assert.Equal(["B.md", "a.zst", "a/bin.dat", "a/blank.jsonl", "a/empty.jsonl", "a/z.jsonl", "b.jsonl"],
            results.Select(r => Path.GetRelativePath(_folder.Root, r.Path).Replace('\\', '/')));
        Assert.Equal(["markdown", "zstd", "binary", "empty", "empty", null, null], results.Select(r => r.UnsupportedFormat));
        Assert.All(results, r => Assert.Equal(1, (r.Receipt is null ? 0 : 1) + (r.UnsupportedFormat is null ? 0 : 1) + (r.Error is null ? 0 : 1)));
    }

    [Fact]
    public async Task A_missing_path_ends_the_import_before_it_begins()
    {
        var good = _folder.Write("s.jsonl", Session());
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => Import(good, _folder["nowhere.jsonl"]));
        Assert.Equal(OpenTracesErrorCode.NotFound, error.Code);
        await foreach (var _ in _store.ListAsync())
            Assert.Fail("Something was imported.");
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_is_a_row_and_the_next_is_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "permissions do not bind this user");
        var closed = _folder.Write("a.jsonl", Session());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(closed, UnixFileMode.None);
        var results = await Import(closed, _folder.Write("b.jsonl", Session()));
        Assert.Equal(OpenTracesErrorCode.Precondition, results[0].Error!.Code);
        Assert.NotNull(results[1].Receipt);
    }

    [Fact]
    public async Task A_file_that_is_gone_when_its_turn_comes_is_a_row()
    {
        var first = _folder.Write("a.jsonl", Session());
        var second = _folder.Write("b.jsonl", Session());
        var results = new List<ImportResult>();
        await foreach (var result in new TraceCapture(_store).ImportAsync([first, second], new ImportOptions { MaxParallelFiles = 1 }))
        {
            File.Delete(second);
            results.Add(result);
        }

        Assert.Equal(OpenTracesErrorCode.NotFound, results[1].Error!.Code);
    }

    [Fact]
    public async Task A_parser_that_fails_costs_its_file_only_and_its_message_stays_inside()
    {
        var capture = new TraceCapture(_store, [new FailingParser()]);
        var results = await Import(capture, null, _folder.Write("a.jsonl", "boom: secret"), _folder.Write("b.jsonl", Session()));
        Assert.Equal(OpenTracesErrorCode.Unexpected, results[0].Error!.Code);
        Assert.DoesNotContain("secret", results[0].Error!.Message, StringComparison.Ordinal);
        Assert.NotNull(results[1].Receipt);
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_a_failure_of_its_file_alone()
    {
        var capture = new TraceCapture(_store, [new FailingParser { Failure = new TaskCanceledException("a time-out of its own") }]);
        var results = await Import(capture, null, _folder.Write("a.jsonl", "boom"), _folder.Write("b.jsonl", Session()));
        Assert.Equal(OpenTracesErrorCode.Unexpected, results[0].Error!.Code);
        Assert.NotNull(results[1].Receipt);
    }

    [Fact]
    public async Task A_file_that_is_rewritten_meanwhile_is_read_again()
    {
        var path = _folder.Write("s.jsonl", Session());
        var store = new RewritingStore(_store, times: 2, () => File.AppendAllText(path, "\n"));
        var result = Assert.Single(await Import(new TraceCapture(store), null, path));
        Assert.Equal(IngestOutcome.Imported, result.Receipt!.Outcome);
        Assert.Equal(3, store.Calls);
        var stubborn = new RewritingStore(_store, times: 9, () => { });
        Assert.Equal(OpenTracesErrorCode.SourceChanged, Assert.Single(await Import(new TraceCapture(stubborn), null, path)).Error!.Code);
        Assert.Equal(3, stubborn.Calls);
    }

    [Fact]
    public async Task A_file_that_grows_while_it_is_read_is_read_up_to_where_it_was()
    {
        var path = _folder.Write("s.jsonl", Session());
        var length = new FileInfo(path).Length;
        var capture = new TraceCapture(_store, [new GrowingParser(path)]);
        var result = Assert.Single(await Import(capture, null, path));
        using var raw = (await _store.OpenRawAsync(result.Receipt!.TraceId))!;
        using var copy = new MemoryStream();
        await raw.CopyToAsync(copy);
        Assert.Equal(length, copy.Length);
    }

    [Fact]
    public async Task An_agent_can_be_named_and_must_be_known()
    {
        var path = _folder.Write("s.jsonl", "just text\n");
        Assert.Equal("unknown", (await Import(path))[0].UnsupportedFormat);
        var forced = (await Import(new TraceCapture(_store), new ImportOptions { Agent = "codex-cli" }, path))[0];
        Assert.Equal("unknown", forced.UnsupportedFormat);
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => Import(new TraceCapture(_store), new ImportOptions { Agent = "nobody" }, path));
        Assert.Equal(OpenTracesErrorCode.InvalidRequest, error.Code);
    }

    [Fact]
    public async Task Cancellation_ends_the_run()
    {
        using var cancelled = new CancellationTokenSource();
        var capture = new TraceCapture(_store);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in capture.ImportAsync([_folder.Write("a.jsonl", Session()), _folder.Write("b.jsonl", Session())], cancellationToken: cancelled.Token))
                await cancelled.CancelAsync();
        });
    }

    [Fact]
    public async Task Progress_ends_with_all_files()
    {
        var seen = new List<ImportProgress>();
        await foreach (var _ in new TraceCapture(_store).ImportAsync([_folder.Write("a.jsonl", Session()), _folder.Write("b.md", "x")], progress: new Sink(seen)))
        {
        }

        Assert.Equal((2, 2), (seen[^1].Files, seen[^1].TotalFiles));
        Assert.True(seen[^1].Bytes > 0);
    }

    [Fact]
    public async Task Companions_of_a_session_are_kept_with_it()
    {
        var path = _folder.Write("id.jsonl", Session());
        _folder.Write("id/subagents/agent-1.meta.json", "{\"agentType\":\"x\",\"toolUseId\":\"p\"}");
        var result = Assert.Single(await Import(path));
        using var raw = (await _store.OpenRawAsync(result.Receipt!.TraceId, source: "subagents/agent-1.meta.json"))!;
        Assert.Equal("{\"agentType\":\"x\",\"toolUseId\":\"p\"}", await new StreamReader(raw).ReadToEndAsync());
    }

    private sealed class Sink(List<ImportProgress> seen) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => seen.Add(value);
    }

    [Fact]
    public async Task The_source_of_a_small_file_cannot_be_opened_after_its_import()
    {
        var store = new RewritingStore(_store, times: 0, () => { });
        Assert.NotNull(Assert.Single(await Import(new TraceCapture(store), null, _folder.Write("s.jsonl", Session()))).Receipt);
        Assert.Throws<ObjectDisposedException>(() => store.Sources[0].Open());
    }
}
