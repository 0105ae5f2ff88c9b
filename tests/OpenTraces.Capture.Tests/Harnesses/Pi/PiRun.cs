using System.Text;
using OpenTraces.Capture.Harnesses.Pi;
using OpenTraces.Capture.Import;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Tests.Harnesses.Pi;

/// <summary>Everything one parse reported.</summary>
internal sealed class PiRun : ISessionSink
{
    public List<(int Line, EntryFate Fate, string? Reason)> Entries { get; } = [];

    public List<string> UnknownTypes { get; } = [];

    public List<Step> Steps { get; } = [];

    public List<PatchDraft> Patches { get; } = [];

    public List<string> Unanswered { get; } = [];

    public List<string> Orphans { get; } = [];

    public SessionHeader Header { get; private set; } = null!;

    /// <summary>The member <c>pi</c> of the metadata.</summary>
    public RawJson Metadata => Header.Metadata.TryGetMember("pi"u8, out var pi) ? pi : default;

    public static Task<PiRun> OfAsync(params string[] lines) =>
        OfAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    public static async Task<PiRun> OfAsync(byte[] bytes, string fileName = "2026-03-01T10-00-00-000Z_abc.jsonl")
    {
        var run = new PiRun();
        run.Header = await new PiParser().ParseAsync(
            new SessionSource { FileName = fileName, Content = new MemoryStream(bytes) }, run);
        return run;
    }

    /// <summary>The record as an import makes it.</summary>
    public static async Task<TraceRecord> RecordOfAsync(byte[] bytes)
    {
        var session = new SessionCollector();
        var parser = new PiParser();
        var header = await parser.ParseAsync(new SessionSource { FileName = "x.jsonl", Content = new MemoryStream(bytes) }, session);
        return TraceAssembly.Build(header, session, parser, []).Record;
    }

    public int Count(EntryFate fate, string? reason = null) =>
        Entries.Count(e => e.Fate == fate && (reason is null || e.Reason == reason));

    void ISessionSink.Entry(int line, EntryFate fate, string? reason) => Entries.Add((line, fate, reason));

    void ISessionSink.UnknownType(string type) => UnknownTypes.Add(type);

    ValueTask ISessionSink.StepAsync(Step step, CancellationToken cancellationToken)
    {
        Steps.Add(step);
        return ValueTask.CompletedTask;
    }

    void ISessionSink.Patch(PatchDraft patch) => Patches.Add(patch);

    void ISessionSink.CallWithoutResult(string toolCallId) => Unanswered.Add(toolCallId);

    void ISessionSink.ResultWithoutCall(string toolCallId) => Orphans.Add(toolCallId);
}
