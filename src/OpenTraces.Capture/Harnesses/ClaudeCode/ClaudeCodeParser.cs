using System.Diagnostics.CodeAnalysis;
using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.ClaudeCode;

/// <summary>Reads the sessions of Claude Code, of every version since 1.0.</summary>
[Experimental("OT0001")]
internal sealed class ClaudeCodeParser : IHarnessParser
{
    public const string HarnessName = "claude-code";

    public string Harness => HarnessName;

    public int Version => 6;

    public bool CanRead(HarnessProbe probe) => ClaudeCodeDetection.IsSession(probe);

    public async ValueTask<SessionHeader> ParseAsync(
        SessionSource source, ISessionSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        using var reader = new EntryReader(source);
        var entry = new ClaudeCodeEntry(reader.Media);
        var entries = new OrderedEntries(sink);
        var assembler = new ClaudeCodeAssembler(source, entries);
        while (await reader.ReadAsync(entry, cancellationToken).ConfigureAwait(false))
        {
            if (reader.TryReport(entries))
                continue;
            assembler.Take(entry.Line, reader.Utf8, reader.Line);
            if (assembler.HasReady)
                await assembler.ReleaseReadyAsync(cancellationToken).ConfigureAwait(false);
        }

        return await assembler.FinishAsync(reader.FirstEntry, cancellationToken).ConfigureAwait(false);
    }
}
