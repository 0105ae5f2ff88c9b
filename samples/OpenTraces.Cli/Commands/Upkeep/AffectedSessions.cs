using System.Text.Json;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using Spectre.Console;

namespace OpenTraces.Cli.Commands.Upkeep;

/// <summary>The sessions behind traces that damage has hit: those are what a person can import again.</summary>
internal sealed class AffectedSessions
{
    private readonly List<TraceSummary> _sessions = [];

    private AffectedSessions()
    {
    }

    /// <summary>Traces of which the bucket tells nothing any more are left out.</summary>
    public static async Task<AffectedSessions> FindAsync(TraceBucket bucket, IEnumerable<TraceId> traces, CancellationToken cancellationToken)
    {
        var found = new AffectedSessions();
        foreach (var trace in traces.Distinct().Order())
        {
            try
            {
                if (await bucket.FindSummaryAsync(trace, cancellationToken) is { } summary)
                    found._sessions.Add(summary);
            }
            catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt)
            {
                // The log is damaged too.
            }
        }

        return found;
    }

    public void Write(Utf8JsonWriter w)
    {
        w.WriteStartArray("sessions");
        foreach (var one in _sessions)
        {
            w.WriteStartObject();
            w.WriteString("trace_id", one.TraceId.ToString());
            w.WriteString("agent", one.Agent);
            w.WriteString("session_id", one.SessionId);
            w.WriteString("sub_agent_id", one.SubAgentId);
            w.WriteString("title", one.Title);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }

    public void Show(IAnsiConsole screen)
    {
        foreach (var one in _sessions)
            screen.MarkupLineInterpolated($"[grey]{one.TraceId} is {one.Agent} session {one.SessionId}{(one.SubAgentId is { } sub ? $", sub-agent {sub}" : "")}: {one.Title}[/]");
    }
}
