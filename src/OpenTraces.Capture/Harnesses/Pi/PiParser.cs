using OpenTraces.Capture.Harnesses.Pi.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>Reads the session files of the Pi coding agent, and of hosts that embed it (<see cref="PiVersions"/>).</summary>
internal sealed class PiParser : IHarnessParser
{
    public string Harness => "pi";

    public int Version => 6;

    public bool CanRead(HarnessProbe probe) => PiDetector.IsSession(ProbeScan.Objects(probe));

    public async ValueTask<SessionHeader> ParseAsync(
        SessionSource source, ISessionSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        using var reader = new EntryReader(source);
        var entries = await ReadAsync(reader, sink, cancellationToken).ConfigureAwait(false);
        var header = entries.Find(static e => e.Type == PiTypes.Session && e.Fate is null);
        var tree = new PiTree(entries, header?.Id);
        var facts = new PiFacts(header);
        var workingDirectory = header?.Raw.GetString("cwd"u8);
        var assembler = new PiAssembler(sink, facts, workingDirectory);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (tree.IsRepeated(i))
                entry.Settle(EntryFate.Ignored, "repeated_entry");
            assembler.Add(entry, tree.IsActive(i));
            sink.Entry(entry.Line, entry.Fate!.Value, entry.Reason);
            entry.Release();
        }

        await assembler.FinishAsync(cancellationToken).ConfigureAwait(false);
        return new SessionHeader
        {
            SessionId = header?.Id is { Length: > 0 } id ? id : Path.GetFileNameWithoutExtension(source.FileName),
            FirstEntry = reader.FirstEntry,
            Agent = new Agent { Name = Harness, Version = ReleaseOf(header), Model = facts.MainModel },
            Task = facts.FirstPrompt is null ? new() : new() { Description = facts.FirstPrompt, Source = "user_prompt" },
            Environment = new() { Os = Harnesses.WorkingDirectory.OperatingSystem(workingDirectory) },
            WorkingDirectory = workingDirectory,
            Outcome = new() { TerminalState = PiOutcomes.OfStopReason(facts.LastStopReason) },
            TimestampStart = entries.Find(static e => e.Timestamp is not null)?.Timestamp,
            TimestampEnd = entries.FindLast(static e => e.Timestamp is not null)?.Timestamp,
            TotalUsage = facts.Usage == facts.StepUsage ? null : facts.Usage.ToTokenUsage(),
            StatedCostUsd = facts.StatedCost,
            Metadata = PiMetadata.Build(facts, tree, tree.Leaf < 0 ? null : entries[tree.Leaf].Id),
        };
    }

    private static async ValueTask<List<PiEntry>> ReadAsync(
        EntryReader reader, ISessionSink sink, CancellationToken cancellationToken)
    {
        // The active branch is known only at the end, so the entries are held until then, without their bytes.
        var entries = new List<PiEntry>();
        var line = new PiLine(reader.Media);
        while (await reader.ReadAsync(line, cancellationToken).ConfigureAwait(false))
        {
            var entry = reader.State == EntryState.Parsed ? line.Entry : new PiEntry();
            entry.Line = reader.Line;
            reader.Media.ReportTo(sink);
            if (reader.State != EntryState.Parsed)
                entry.Settle(reader.State == EntryState.Ignored ? EntryFate.Ignored : EntryFate.Malformed, reader.Cause);
            else if (entry.Type is null)
                entry.Settle(EntryFate.Malformed, "no_type");
            entries.Add(entry);
        }

        return entries;
    }

    private static string? ReleaseOf(PiEntry? header) => header is null ? null
        : header.Raw.GetString("pi_version"u8) ?? header.Raw.GetString("version_label"u8) ?? header.Raw.GetString("agent_version"u8);
}
