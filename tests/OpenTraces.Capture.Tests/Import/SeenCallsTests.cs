using System.Text;
using OpenTraces.Bucket;
using OpenTraces.Capture.Tests.Harnesses.ClaudeCode;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Import;

public sealed class SeenCallsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly InMemoryTraceStore _store = new();

    public void Dispose() => _folder.Dispose();

    private CallLog Log => new(_folder["calls"]);

    /// <param name="turns">How many turns, each with a shell command and an edit.</param>
    /// <param name="rewound">The session after it was rewound to its first entry and took another way.</param>
    private string Session(int turns = 1, bool rewound = false)
    {
        var lines = new ClaudeLines();
        var text = new StringBuilder();
        text.AppendLine(lines.User("Format the code"));
        // Later than all of the first turn.
        for (var i = 0; rewound && i < 5; i++)
            lines.User("");
        if (rewound)
            return _folder.Write("session-1.jsonl", text.AppendLine(lines.User("Never mind")).ToString());
        for (var i = 1; i <= turns; i++)
        {
            text.AppendLine(lines.Assistant($"m{i}", ClaudeLines.Call($"shell{i}", "Bash", """{"command":"dotnet format"}""")));
            text.AppendLine(lines.Result($"shell{i}", "done"));
            text.AppendLine(lines.Assistant($"n{i}", ClaudeLines.Call($"edit{i}", "Edit", """{"file_path":"/home/dev/app/src/a.cs","old_string":"one","new_string":"two"}""")));
            text.AppendLine(lines.Result($"edit{i}", "done", "\"toolUseResult\":{\"filePath\":\"/home/dev/app/src/a.cs\",\"oldString\":\"one\",\"newString\":\"two\",\"originalFile\":\"one\\n\",\"structuredPatch\":[{\"oldStart\":1,\"oldLines\":1,\"newStart\":1,\"newLines\":1,\"lines\":[\"-one\",\"+two\"]}]}"));
        }

        return _folder.Write("session-1.jsonl", text.ToString());
    }

    private async Task SeeAsync(string call, params string[] paths) => await Log.AppendAsync(new CallChanges
    {
        Agent = "claude-code",
        SessionId = "session-1",
        ToolCallId = call,
        Patches = [.. paths.Select(p => new PatchDraft
        {
            FilePath = p,
            ToolCallId = call,
            StepIndex = 0,
            WorkingDirectory = "/home/dev/app",
            CaptureMethod = "snapshot",
            Removed = ["var x=1;"],
            Added = ["var x = 1;"],
        })],
    });

    private async Task<ImportResult> ImportAsync(string path, ITraceStore? store = null, long maxHeldBytes = 1 << 20)
    {
        ImportResult? last = null;
        await foreach (var result in new TraceCapture(store ?? _store).ImportAsync([path], new ImportOptions { Calls = Log, MaxHeldBytes = maxHeldBytes }))
            last = result;
        Assert.Null(last!.Error);
        return last;
    }

    private static async Task<List<string>> PatchesAsync(ITraceStore store, TraceId id)
    {
        var found = new List<string>();
        await foreach (var patch in store.ReadPatchesAsync(id))
            found.Add($"{patch.Content.StepIndex} {patch.Content.ToolCallId} {patch.Content.FilePath} {patch.Ordinal} {patch.Content.CaptureMethod}");
        return found;
    }

    [Fact]
    public async Task A_shell_command_gets_the_changes_that_were_seen_and_an_edit_speaks_for_its_own_file()
    {
        await SeeAsync("shell1", "src/b.cs", "src/b.cs", "src/a.cs");
        await SeeAsync("edit1", "src/a.cs", "obj/cache.txt");
        await SeeAsync("of another trace of the session", "src/c.cs");
        var result = await ImportAsync(Session());
        Assert.Equal(
            [
                "2 shell1 src/b.cs 0 snapshot", "2 shell1 src/b.cs 1 snapshot", "2 shell1 src/a.cs 0 snapshot",
                "3 edit1 /home/dev/app/src/a.cs 0 transcript", "3 edit1 obj/cache.txt 0 snapshot",
            ],
            await PatchesAsync(_store, result.Receipt!.TraceId));
        Assert.Equal(5, result.Trace!.Patches);
        var kept = CallLog.Parse(await BytesAsync(_store, result.Receipt.TraceId));
        Assert.Equal(["shell1", "edit1"], kept.Select(c => c.ToolCallId));
        Assert.Equal(2, (await _store.FindAsync(result.Receipt.TraceId))!.Patches.First(p => p.ToolCallId == "shell1").StepIndex);
    }

    [Fact]
    public async Task A_session_nothing_was_seen_of_is_as_its_transcript_tells_it()
    {
        var result = await ImportAsync(Session());
        Assert.Equal(["3 edit1 /home/dev/app/src/a.cs 0 transcript"], await PatchesAsync(_store, result.Receipt!.TraceId));
        Assert.Null(await _store.OpenRawAsync(result.Receipt.TraceId, source: CallLog.SourceName));
    }

    [Fact]
    public async Task What_is_seen_later_is_a_new_generation_and_what_is_lost_later_stays()
    {
        var path = Session();
        var first = await ImportAsync(path);
        await SeeAsync("shell1", "src/b.cs");
        var second = await ImportAsync(path);
        Assert.Equal((IngestOutcome.Updated, 2, 2), (second.Receipt!.Outcome, second.Receipt.Generation, second.Receipt.ServedGeneration));
        await SeeAsync("shell2", "src/c.cs");
        var third = await ImportAsync(Session(turns: 2));
        Assert.Equal((IngestOutcome.Updated, 3, 3), (third.Receipt!.Outcome, third.Receipt.Generation, third.Receipt.ServedGeneration));
        Assert.Equal(4, third.Trace!.Patches);

        await Log.DeleteAsync("claude-code", "session-1");
        var again = await ImportAsync(Session(turns: 2));
        Assert.Equal((IngestOutcome.Unchanged, 3), (again.Receipt!.Outcome, again.Receipt.ServedGeneration));
        Assert.Equal(4, (await PatchesAsync(_store, first.Receipt!.TraceId)).Count);

        // The session went on, and nothing is known of its calls any more but what the store holds.
        var grown = await ImportAsync(Session(turns: 3));
        Assert.Equal((IngestOutcome.Updated, 4, 4), (grown.Receipt!.Outcome, grown.Receipt.Generation, grown.Receipt.ServedGeneration));
        Assert.Equal(5, grown.Trace!.Patches);
    }

    [Fact]
    public async Task What_was_seen_stays_with_its_calls_while_the_session_is_rewound_and_comes_back()
    {
        await SeeAsync("shell1", "src/b.cs");
        await SeeAsync("shell2", "src/c.cs");
        Assert.Equal(2, (await ImportAsync(Session())).Trace!.Patches);
        await Log.DeleteAsync("claude-code", "session-1");
        var rewound = await ImportAsync(Session(rewound: true));
        Assert.Equal((2, 2, 0), (rewound.Receipt!.Generation, rewound.Receipt.ServedGeneration, rewound.Trace!.Patches));

        // Seen anew, in other words than those that are held.
        await SeeAsync("shell1", "src/other.cs");
        var back = await ImportAsync(Session(turns: 2));
        Assert.Equal((IngestOutcome.Updated, 3, 3), (back.Receipt!.Outcome, back.Receipt.Generation, back.Receipt.ServedGeneration));
        Assert.Equal(
            ["2 shell1 src/b.cs 0 snapshot", "3 edit1 /home/dev/app/src/a.cs 0 transcript", "5 edit2 /home/dev/app/src/a.cs 0 transcript"],
            await PatchesAsync(_store, back.Receipt.TraceId));
        Assert.Equal(IngestOutcome.Unchanged, (await ImportAsync(Session(turns: 2))).Receipt!.Outcome);
    }

    [Fact]
    public void A_file_of_the_same_name_further_up_is_another()
    {
        Assert.Equal(["README.md"], Seen("/home/dev/app/docs/README.md", "/home/dev/app"));
        Assert.Equal(["README.md"], Seen("/other/spelling/app/docs/README.md", "/home/dev/app"));
        Assert.Equal(["docs/README.md"], Seen("/home/dev/app/README.md", "/home/dev/app"));

        string[] Seen(string told, string root)
        {
            var session = Collector(told, null);
            PatchDraft[] patches = [.. new[] { "README.md", "docs/README.md" }.Select(f =>
                new PatchDraft { FilePath = f, WorkingDirectory = root, ToolCallId = "c", StepIndex = 0, CaptureMethod = "snapshot" })];
            CallChanges[] known = [new CallChanges { Agent = "a", SessionId = "s", ToolCallId = "c", Patches = patches }];
            return [.. Capture.Import.SeenCalls.Of(known, session).Merge(session).Where(p => p.CaptureMethod == "snapshot").Select(p => p.FilePath)];
        }
    }

    [Fact]
    public async Task A_session_too_large_to_be_held_and_one_made_again_from_the_bucket_have_the_same_patches()
    {
        await SeeAsync("shell1", "src/b.cs");
        await SeeAsync("edit1", "obj/cache.txt");
        var path = Session();
        var held = await ImportAsync(path);
        await using var bucket = await TraceBucket.OpenAsync(_folder["bucket"], new BucketOptions { RecordBuilders = { new SessionRecordBuilder() } });
        var large = await ImportAsync(path, bucket, maxHeldBytes: 1);
        Assert.Equal(await PatchesAsync(_store, held.Receipt!.TraceId), await PatchesAsync(bucket, large.Receipt!.TraceId));

        var before = await PatchesAsync(bucket, large.Receipt.TraceId);
        var report = await bucket.RebuildAsync(Substrates.Traces);
        Assert.Equal((1, 0), (report.Records, report.RecordsChanged));
        Assert.Equal(before, await PatchesAsync(bucket, large.Receipt.TraceId));
    }

    [Theory]
    [InlineData("/home/dev/app/src/a.cs", null)]
    [InlineData("src/a.cs", "/home/dev/app")]
    [InlineData("a.cs", "/home/dev/app/src")]
    [InlineData("../src/./a.cs", "/home/dev/app/tests")]
    [InlineData("C:\\app\\src\\a.cs", null)]
    [InlineData("src\\a.cs", "C:\\app")]
    [InlineData("/private/home/dev/app/src/a.cs", "/home/dev/app")]
    public void A_file_is_the_same_however_the_transcript_names_it(string told, string? folder)
    {
        Assert.Single(Merge(told, folder, "src/a.cs"));
        Assert.Equal(2, Merge(told, folder, "rc/a.cs").Count);
        Assert.Equal(2, Merge(told, folder, "other/src/a.cs").Count);
    }

    private static IReadOnlyList<PatchDraft> Merge(string told, string? folder, string seen)
    {
        var session = Collector(told, folder);
        var patch = new PatchDraft { FilePath = seen, ToolCallId = "c", StepIndex = 0, CaptureMethod = "snapshot" };
        CallChanges[] known = [new CallChanges { Agent = "a", SessionId = "s", ToolCallId = "c", Patches = [patch] }];
        return Capture.Import.SeenCalls.Of(known, session).Merge(session);
    }

    private static Capture.Import.SessionCollector Collector(string told, string? folder)
    {
        var session = new Capture.Import.SessionCollector(keepsCalls: true);
        session.StepAsync(new Step { StepIndex = 1, Role = "agent", ToolCalls = [new ToolCall { ToolCallId = "c", ToolName = "Edit" }] }).AsTask().Wait();
        session.Patch(new PatchDraft { FilePath = told, WorkingDirectory = folder, ToolCallId = "c", StepIndex = 1 });
        return session;
    }

    private static async Task<byte[]> BytesAsync(InMemoryTraceStore store, TraceId id)
    {
        using var raw = (await store.OpenRawAsync(id, source: CallLog.SourceName))!;
        using var copy = new MemoryStream();
        await raw.CopyToAsync(copy);
        return copy.ToArray();
    }
}
