using CustomHarness;
using OpenTraces.Bucket;
using OpenTraces.Conformance;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Samples;

/// <summary>A parser that knows nothing but the public surface keeps the guarantees of ours.</summary>
public sealed class CustomHarnessTests : HarnessParserConformance
{
    protected override bool StatesUsage => false;

    protected override IHarnessParser Create() => new CopilotCliParser();

    protected override string Sample { get; } = string.Join('\n',
        """{"type":"session.start","data":{"sessionId":"cp-1","version":1,"producer":"copilot-agent","copilotVersion":"1.0.7","context":{"cwd":"/home/sam/tinyshop"}},"id":"e1","timestamp":"2026-03-01T10:00:00.000Z","parentId":null}""",
        """{"type":"system.message","data":{"content":"You help.","role":"system"},"id":"e2","timestamp":"2026-03-01T10:00:00.500Z","parentId":"e1"}""",
        """{"type":"user.message","data":{"content":"Round the totals","attachments":[]},"id":"e3","timestamp":"2026-03-01T10:00:01.000Z","parentId":"e2"}""",
        """{"type":"assistant.turn_start","data":{"turnId":"t1"},"id":"e4","timestamp":"2026-03-01T10:00:01.500Z","parentId":"e3"}""",
        """{"type":"assistant.message","data":{"content":"On it.","toolRequests":[{"toolCallId":"c1","name":"edit","arguments":{"path":"/home/sam/tinyshop/cart.js","old_str":"sum","new_str":"round(sum)"}},{"toolCallId":"c2","name":"bash","arguments":{"command":"npm test"}}]},"id":"e5","timestamp":"2026-03-01T10:00:02.000Z","parentId":"e4"}""",
        """{"type":"tool.execution_start","data":{"toolCallId":"c1","toolName":"edit","arguments":{}},"id":"e6","timestamp":"2026-03-01T10:00:02.100Z","parentId":"e5"}""",
        """{"type":"tool.execution_complete","data":{"toolCallId":"c1","success":true,"result":{"content":"ok"}},"id":"e7","timestamp":"2026-03-01T10:00:02.200Z","parentId":"e6"}""",
        """{"type":"tool.execution_start","data":{"toolCallId":"c2","toolName":"bash","arguments":{}},"id":"e8","timestamp":"2026-03-01T10:00:02.300Z","parentId":"e7"}""",
        """{"type":"tool.execution_complete","data":{"toolCallId":"c2","success":false,"result":{"content":"1 failing"}},"id":"e9","timestamp":"2026-03-01T10:00:03.000Z","parentId":"e8"}""",
        """{"type":"assistant.message","data":{"content":"One test is left."},"id":"e10","timestamp":"2026-03-01T10:00:04.000Z","parentId":"e9"}""",
        """{"type":"session.shutdown","data":{"modelMetrics":{"m-1":{"usage":{"inputTokens":1000,"outputTokens":50,"cacheReadTokens":800,"cacheWriteTokens":0}}}},"id":"e11","timestamp":"2026-03-01T10:00:05.000Z","parentId":"e10"}""") + "\n";

    [Fact]
    public async Task A_parser_given_to_an_import_is_asked_and_its_traces_are_kept()
    {
        using var folder = new TempFolder();
        var store = new InMemoryTraceStore();
        var path = folder.Write("events.jsonl", Sample);
        var results = new List<ImportResult>();
        await foreach (var result in new TraceCapture(store, [new CopilotCliParser()]).ImportAsync([path]))
            results.Add(result);
        var kept = Assert.Single(results);
        Assert.Equal((IngestOutcome.Imported, "copilot-cli", "cp-1", 4, 1), (kept.Receipt!.Outcome, kept.Trace!.Agent, kept.Trace.SessionId, kept.Trace.Steps, kept.Trace.Patches));
        var metrics = (await store.FindAsync(kept.Receipt.TraceId))!.Metrics;
        Assert.Equal((200L, 50L, 800L), (metrics.TotalInputTokens, metrics.TotalOutputTokens, metrics.TotalCacheReadTokens));
    }

    [Fact]
    public async Task Every_file_of_the_corpus_that_it_claims_is_accounted_for()
    {
        var claimed = 0;
        foreach (var path in Corpus.Files().Select(Corpus.Require))
        {
            var bytes = await File.ReadAllBytesAsync(path);
            var header = bytes.AsSpan(0, Math.Min(bytes.Length, HarnessProbe.HeaderLength));
            if (!Create().CanRead(new HarnessProbe(header, header.Length == bytes.Length, Path.GetFileName(path))))
                continue;
            claimed++;
            AssertSound(await RecordedSession.ReadAsync(Create(), bytes), path);
        }

        Assert.InRange(claimed, 5, 40);
    }
}
