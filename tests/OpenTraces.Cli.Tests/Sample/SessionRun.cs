using OpenTraces.Capture;
using OpenTraces.Capture.Harnesses.ClaudeCode;
using OpenTraces.Capture.Harnesses.CodexCli;
using OpenTraces.Cli.Sample;
using OpenTraces.Schema;

namespace OpenTraces.Cli.Tests.Sample;

/// <summary>What the parser of its harness makes of a sample session.</summary>
internal sealed class SessionRun : ISessionSink
{
    public List<(int Line, EntryFate Fate, string? Reason)> Entries { get; } = [];

    public List<Step> Steps { get; } = [];

    public List<PatchDraft> Patches { get; } = [];

    public List<string> Unresolved { get; } = [];

    public SessionHeader Header { get; private set; } = null!;

    public static Task<SessionRun> CodexAsync(BundledSample sample) => OfAsync(new CodexCliParser(), sample.SessionPaths[0]);

    public static Task<SessionRun> ClaudeAsync(BundledSample sample) => OfAsync(new ClaudeCodeParser(), sample.SessionPaths[1]);

    private static async Task<SessionRun> OfAsync(IHarnessParser parser, string path)
    {
        var run = new SessionRun();
        await using var file = File.OpenRead(path);
        run.Header = await parser.ParseAsync(
            new SessionSource { FileName = Path.GetFileName(path), Content = file }, run, CancellationToken.None);
        return run;
    }

    void ISessionSink.Entry(int line, EntryFate fate, string? reason) => Entries.Add((line, fate, reason));

    void ISessionSink.UnknownType(string type) => Unresolved.Add("type " + type);

    ValueTask ISessionSink.StepAsync(Step step, CancellationToken cancellationToken)
    {
        Steps.Add(step);
        return ValueTask.CompletedTask;
    }

    void ISessionSink.Patch(PatchDraft patch) => Patches.Add(patch);

    void ISessionSink.CallWithoutResult(string toolCallId) => Unresolved.Add("call " + toolCallId);

    void ISessionSink.ResultWithoutCall(string toolCallId) => Unresolved.Add("result " + toolCallId);
}
