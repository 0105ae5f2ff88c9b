using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Cli.Commands.Traces;

/// <summary>The calls in the log whose trace is forgotten; the rule stands in docs/decisions/calls-wait-for-their-session.md.</summary>
internal sealed class LoggedCalls(CallLog log, TraceBucket bucket)
{
    /// <summary>Removes those of a trace that is held, and none that another has too.</summary>
    public async ValueTask<int> RemoveAsync(TraceSummary trace, CancellationToken cancellationToken)
    {
        var calls = await CallsOfAsync(trace, cancellationToken);
        await ExceptClaimedAsync(calls, trace.Agent, trace.SessionId, trace.TraceId, cancellationToken);
        return await RemoveAsync(trace.Agent, trace.SessionId, calls, cancellationToken);
    }

    /// <summary>Removes those of a forgotten trace's session that no trace held has.</summary>
    public async ValueTask<int> RemoveUnclaimedAsync(TraceKey key, CancellationToken cancellationToken) =>
        await RemoveAsync(key.Agent, key.SessionId, await FindUnclaimedAsync(key, cancellationToken), cancellationToken);

    public async ValueTask<int> CountUnclaimedAsync(TraceKey key, CancellationToken cancellationToken) =>
        (await FindUnclaimedAsync(key, cancellationToken)).Count;

    private async ValueTask<int> RemoveAsync(string agent, string session, HashSet<string> calls, CancellationToken cancellationToken)
    {
        var count = (await log.ReadAsync(agent, session, cancellationToken)).Count(c => calls.Contains(c.ToolCallId));
        await log.DeleteAsync(agent, session, calls, cancellationToken);
        return count;
    }

    private async ValueTask<HashSet<string>> FindUnclaimedAsync(TraceKey key, CancellationToken cancellationToken)
    {
        var found = (await log.ReadAsync(key.Agent, key.SessionId, cancellationToken)).Select(c => c.ToolCallId).ToHashSet(StringComparer.Ordinal);
        await ExceptClaimedAsync(found, key.Agent, key.SessionId, null, cancellationToken);
        return found;
    }

    /// <summary>Leaves those that no trace held of the session has.</summary>
    private async ValueTask ExceptClaimedAsync(
        HashSet<string> calls, string agent, string session, TraceId? except, CancellationToken cancellationToken)
    {
        if (calls.Count == 0)
            return;
        await foreach (var trace in bucket.ListAsync(new TraceFilter { Agent = agent }, cancellationToken))
        {
            if (trace.SessionId == session && trace.TraceId != except)
                calls.ExceptWith(await CallsOfAsync(trace, cancellationToken));
        }
    }

    /// <summary>The calls of the served generation, and those of others, which a rewind took out of it, as far as something was seen of them.</summary>
    private async ValueTask<HashSet<string>> CallsOfAsync(TraceSummary trace, CancellationToken cancellationToken)
    {
        var calls = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var step in bucket.ReadStepsAsync(trace.TraceId, 1, int.MaxValue, cancellationToken))
            calls.UnionWith(step.ToolCalls.Select(c => c.ToolCallId));
        for (var generation = 1; generation <= trace.Generations; generation++)
        {
            await using var source = await bucket.OpenRawAsync(trace.TraceId, generation, CallLog.SourceName, cancellationToken);
            if (source is null)
                continue;
            using var bytes = new MemoryStream();
            await source.CopyToAsync(bytes, cancellationToken);
            calls.UnionWith(CallLog.Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)).Select(c => c.ToolCallId));
        }

        return calls;
    }
}
