using System.Text.Json;
using OpenTraces.Capture.Harnesses.Hermes.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Hermes;

/// <summary>
/// Reads what Hermes Agent leaves behind: rows of trajectories (<c>conversations</c>, in the ShareGPT form), session logs of
/// a message to a line after <c>session_meta</c>, session documents, and exports of such documents, one to a line.
/// </summary>
internal sealed class HermesParser : IRowParser
{
    public const string Name = "hermes-agent";

    public string Harness => Name;

    public int Version => 1;

    public bool CanRead(HarnessProbe probe) => HermesDetector.IsSession(probe);

    public bool HoldsRows(HarnessProbe probe) => HermesDetector.HoldsRows(probe);

    public async ValueTask<SessionHeader> ParseAsync(
        SessionSource source, ISessionSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        using var reader = new EntryReader(source);
        var entry = new HermesEntry();
        var row = new HermesRow();
        var (isRow, first, saved) = (false, (ContentHash?)null, (string?)null);
        // The directory is known before the messages only where it stands before them; edits need it.
        HermesAssembler? assembler = null;
        while (await reader.ReadAsync(entry, cancellationToken).ConfigureAwait(false))
        {
            if (reader.TryReport(sink))
                continue;
            if (entry.Messages is not null || entry.Message.Role == "session_meta")
                row.Add(entry.Members);
            assembler ??= new HermesAssembler(sink, WorkingDirectoryOf(row));
            assembler.Model = row.Text("model") ?? assembler.Model;
            var (fate, reason) = Take(assembler, entry, row);
            sink.Entry(reader.Line, fate, reason);
            isRow |= entry.IsRow;
            saved = entry.IsRow ? entry.Message.Timestamp ?? saved : saved;
            first ??= entry.IsRow ? null : entry.FirstMessage;
        }

        assembler ??= new HermesAssembler(sink, null);
        await assembler.FinishAsync(cancellationToken).ConfigureAwait(false);
        var header = Header(source, row, assembler, isRow, first ?? reader.FirstEntry);
        return saved is null
            ? header
            : header with { TimestampStart = header.TimestampStart ?? saved, TimestampEnd = header.TimestampEnd ?? saved };
    }

    private static (EntryFate Fate, string? Reason) Take(HermesAssembler assembler, HermesEntry entry, HermesRow row)
    {
        if (entry.Messages is not { } messages)
            return assembler.Add(entry.Message, hasMarkup: false);
        assembler.AddSystemPrompt(row.Text("system_prompt"));
        var isMapped = false;
        foreach (var message in messages)
        {
            var (fate, _) = assembler.Add(message, entry.IsRow);
            isMapped |= fate == EntryFate.Mapped;
        }

        return isMapped ? (EntryFate.Mapped, null) : (EntryFate.Ignored, "no_turns");
    }

    private static SessionHeader Header(SessionSource source, HermesRow row, HermesAssembler assembler, bool isRow, ContentHash first)
    {
        var directory = WorkingDirectoryOf(row);
        return new SessionHeader
        {
            SessionId = HermesIdentity.SessionId(row, source.Row, source.FileName),
            FirstEntry = first,
            Agent = new Agent { Name = Name, Model = assembler.Model },
            Task = assembler.FirstPrompt is { } prompt
                ? new TraceTask { Description = prompt, Source = HermesIdentity.Dataset(row) ?? "user_prompt" }
                : new TraceTask(),
            ExecutionContext = isRow ? "runtime" : "devtime",
            Environment = new TraceEnvironment { Os = Harnesses.WorkingDirectory.OperatingSystem(directory) },
            WorkingDirectory = directory,
            Outcome = HermesOutcomes.Of(row, assembler.Reward),
            TimestampStart = Time(row, "session_start", "started_at") ?? assembler.TimestampStart,
            TimestampEnd = Time(row, "last_updated", "ended_at") ?? assembler.TimestampEnd,
            SystemPrompts = new Dictionary<string, string>(assembler.SystemPrompts, StringComparer.Ordinal),
            ToolDefinitions = ToolsOf(row, assembler),
            TotalUsage = row.Usage(),
            StatedCostUsd = row.Amount("actual_cost_usd") ?? row.Amount("estimated_cost_usd"),
            Metadata = HermesMetadata.Build(row, assembler, isRow, source.Row),
        };
    }

    private static string? WorkingDirectoryOf(HermesRow row) => row.Text("cwd")
        ?? (row.Member("model_config") is { } config ? config.GetString("cwd"u8) : null);

    private static string? Time(HermesRow row, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (row.Member(name) is not { } value || value.Kind is not (JsonValueKind.String or JsonValueKind.Number))
                continue;
            var reader = new Utf8JsonReader(value.Utf8.Span);
            reader.Read();
            if ((NativeTime.Read(ref reader, out var number) ?? NativeTime.FromNumber(number)) is { } time)
                return time;
        }

        return null;
    }

    /// <summary>An array, or the same as a text; else what the instructions list.</summary>
    private static IReadOnlyList<RawJson> ToolsOf(HermesRow row, HermesAssembler assembler)
    {
        var tools = row.Member("tools") is { } member
            ? member.AsString() is { } text ? HermesJson.TryParse(text) : member
            : null;
        return (tools ?? assembler.Tools) is { Kind: JsonValueKind.Array } list ? NativeJson.Items(list) : [];
    }
}
