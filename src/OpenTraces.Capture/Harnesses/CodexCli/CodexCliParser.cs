using OpenTraces.Capture.Harnesses.CodexCli.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>Reads the rollouts of Codex CLI, of its first bare form and of every wrapped one.</summary>
internal sealed class CodexCliParser : IHarnessParser
{
    public const string HarnessName = "codex-cli";

    public string Harness => HarnessName;

    public int Version => 6;

    public bool CanRead(HarnessProbe probe) => CodexCliDetection.IsRollout(ProbeScan.Objects(probe));

    public async ValueTask<SessionHeader> ParseAsync(
        SessionSource source, ISessionSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        var reports = new OrderedEntries(sink);
        var assembler = new CodexCliAssembler(reports);
        string? first = null, last = null;
        using var entries = new EntryReader(source);
        var line = new CodexCliLine(new NamePool(), entries.Media);
        while (await entries.ReadAsync(line, cancellationToken).ConfigureAwait(false))
        {
            if (entries.TryReport(reports))
                continue;
            first ??= line.Timestamp;
            last = line.Timestamp ?? last;
            var isTurnEnd = assembler.Take(line, entries.Line);
            await assembler.Steps.ReleaseAsync(isTurnEnd, cancellationToken).ConfigureAwait(false);
        }

        await assembler.Steps.EndAsync(cancellationToken).ConfigureAwait(false);
        return Header(source.FileName, entries.FirstEntry, assembler, first, last);
    }

    private static SessionHeader Header(
        string fileName, ContentHash firstEntry, CodexCliAssembler assembler, string? first, string? last)
    {
        var session = assembler.Session;
        var steps = assembler.Steps;
        return new SessionHeader
        {
            SessionId = session.Id ?? Stem(fileName),
            FirstEntry = firstEntry,
            Agent = new Agent { Name = HarnessName, Version = session.CliVersion, Model = steps.MainModel ?? session.Model },
            Task = session.ToTask(),
            Environment = session.ToEnvironment(),
            WorkingDirectory = session.FirstDirectory,
            Outcome = new Outcome
            {
                SignalSource = "source_metadata",
                SignalConfidence = "inferred",
                TerminalState = session.TerminalState,
            },
            TimestampStart = first,
            TimestampEnd = last,
            SystemPrompts = session.SystemPrompt is { } prompt
                ? new Dictionary<string, string> { [session.SystemPromptHash!] = prompt }
                : new Dictionary<string, string>(),
            TotalUsage = steps.Unassigned.IsZero ? null : steps.Total.ToRecord(),
            Metadata = session.ToMetadata(),
        };
    }

    private static string Stem(string fileName)
    {
        var stem = fileName;
        while (Path.GetExtension(stem) is ".jsonl" or ".json" or ".zst")
            stem = Path.GetFileNameWithoutExtension(stem);
        return stem.StartsWith("rollout-", StringComparison.Ordinal) ? stem["rollout-".Length..] : stem;
    }
}
