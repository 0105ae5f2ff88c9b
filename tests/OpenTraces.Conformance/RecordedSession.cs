using System.Buffers;
using System.Text;
using OpenTraces.Capture;
using OpenTraces.Schema;

namespace OpenTraces.Conformance;

/// <summary>Everything a parser reported, in the order it did.</summary>
public sealed class RecordedSession : ISessionSink
{
    public List<(int Line, EntryFate Fate, string? Reason)> Entries { get; } = [];

    public List<Step> Steps { get; } = [];

    public List<PatchDraft> Patches { get; } = [];

    public List<string> UnknownTypes { get; } = [];

    public List<string> CallsWithoutResult { get; } = [];

    public List<string> ResultsWithoutCall { get; } = [];

    public SessionHeader Header { get; private set; } = null!;

    public static Task<RecordedSession> ReadAsync(
        IHarnessParser parser, Stream content, string fileName = "session.jsonl", int maxLineBytes = 1 << 24,
        CancellationToken cancellationToken = default) =>
        ReadAsync(parser, new SessionSource { FileName = fileName, Content = content, MaxLineBytes = maxLineBytes }, cancellationToken);

    public static async Task<RecordedSession> ReadAsync(
        IHarnessParser parser, SessionSource source, CancellationToken cancellationToken = default)
    {
        var session = new RecordedSession();
        session.Header = await parser.ParseAsync(source, session, cancellationToken);
        return session;
    }

    public static Task<RecordedSession> ReadAsync(IHarnessParser parser, byte[] bytes, string fileName = "session.jsonl") =>
        ReadAsync(parser, new MemoryStream(bytes), fileName);

    public static Task<RecordedSession> ReadAsync(IHarnessParser parser, string text, string fileName = "session.jsonl") =>
        ReadAsync(parser, Encoding.UTF8.GetBytes(text), fileName);

    public int Count(EntryFate fate) => Entries.Count(e => e.Fate == fate);

    /// <summary>All of it as text, for comparing two readings.</summary>
    public string Print()
    {
        var text = new StringBuilder();
        foreach (var entry in Entries)
            text.Append(entry).Append('\n');
        foreach (var step in Steps)
        {
            var json = new ArrayBufferWriter<byte>();
            TraceJson.WriteStep(json, step);
            text.Append(Encoding.UTF8.GetString(json.WrittenSpan)).Append('\n');
        }

        foreach (var draft in Patches)
        {
            var json = new ArrayBufferWriter<byte>();
            TraceJson.WritePatch(json, TracePatch.FromDraft(default, 0, draft));
            text.Append(Encoding.UTF8.GetString(json.WrittenSpan)).Append('\n');
        }

        text.AppendJoin('\n', UnknownTypes).Append('\n').AppendJoin('\n', CallsWithoutResult).Append('\n')
            .AppendJoin('\n', ResultsWithoutCall).Append('\n');
        text.Append(Header.SessionId).Append('|').Append(Header.SubAgentId).Append('|').Append(Header.FirstEntry).Append('|')
            .Append(Header.Agent).Append('|').Append(Header.Task).Append('|').Append(Header.WorkingDirectory).Append('|')
            .Append(Header.TimestampStart).Append('|').Append(Header.TimestampEnd).Append('|').Append(Header.TotalUsage).Append('|')
            .Append(Header.Metadata).Append('|').AppendJoin(',', Header.SystemPrompts).AppendJoin(',', Header.ToolDefinitions);
        return text.ToString();
    }

    public void Entry(int line, EntryFate fate, string? reason = null) => Entries.Add((line, fate, reason));

    public void UnknownType(string type) => UnknownTypes.Add(type);

    public ValueTask StepAsync(Step step, CancellationToken cancellationToken = default)
    {
        Steps.Add(step);
        return ValueTask.CompletedTask;
    }

    public void Patch(PatchDraft patch) => Patches.Add(patch);

    public void CallWithoutResult(string toolCallId) => CallsWithoutResult.Add(toolCallId);

    public void ResultWithoutCall(string toolCallId) => ResultsWithoutCall.Add(toolCallId);
}
