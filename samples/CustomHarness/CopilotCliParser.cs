using OpenTraces.Capture;
using OpenTraces.Schema;

namespace CustomHarness;

/// <summary>
/// Reads the event files of Copilot CLI: one <c>{type, data, id, timestamp, parentId}</c> to a line. Everything here stands
/// on the public surface of the packages alone.
/// </summary>
public sealed class CopilotCliParser : IHarnessParser
{
    /// <inheritdoc/>
    public string Harness => "copilot-cli";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public bool CanRead(HarnessProbe probe) =>
        probe.Header.IndexOf("\"session.start\""u8) is >= 0 and < 4096
        && (probe.Header.IndexOf("\"copilotVersion\""u8) >= 0 || probe.Header.IndexOf("\"producer\":\"copilot-agent\""u8) >= 0);

    /// <inheritdoc/>
    public async ValueTask<SessionHeader> ParseAsync(
        SessionSource source, ISessionSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        using var entries = new SessionEntryReader(source, sink);
        var session = new CopilotSession(sink);
        while (await entries.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var (fate, reason) = session.Add(entries.Entry);
            entries.Settle(fate, reason);
        }

        await session.FinishAsync(cancellationToken).ConfigureAwait(false);
        return new SessionHeader
        {
            SessionId = session.Id ?? Path.GetFileNameWithoutExtension(source.FileName),
            FirstEntry = entries.FirstEntry,
            Agent = new Agent { Name = Harness, Version = session.AgentVersion, Model = session.Model },
            Task = new TraceTask { Description = session.FirstPrompt, Source = session.FirstPrompt is null ? null : "user_prompt" },
            WorkingDirectory = session.WorkingDirectory,
            TimestampStart = session.FirstTime,
            TimestampEnd = session.LastTime,
            TotalUsage = session.Usage,
        };
    }
}
