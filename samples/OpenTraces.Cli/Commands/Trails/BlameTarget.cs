using OpenTraces.Bucket;
using OpenTraces.Cli.Hosting;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Cli.Commands.Trails;

/// <summary>What a person asks about: a commit, or a trace.</summary>
/// <param name="Commit">The full id of a commit.</param>
/// <param name="Trace">The trace; null for a commit.</param>
internal sealed record BlameTarget(string? Commit, TraceId? Trace)
{
    /// <summary>A text with a dash, as ids of traces have, is looked for among traces first, any other among commits.</summary>
    public static async Task<BlameTarget> FindAsync(TraceTrail trail, ITraceStore store, string text, CancellationToken cancellationToken)
    {
        if (text.Length > 2 && text[1] == ':')
        {
            switch (text[0])
            {
                case 'c':
                    return new BlameTarget(await trail.ResolveAsync(text[2..], cancellationToken), null);
                case 't':
                    return new BlameTarget(null, await RequireTraceAsync(store, text[2..], cancellationToken));
                case 's':
                    return new BlameTarget(null, await RequireSessionAsync(store, text[2..], cancellationToken));
            }
        }

        var traceFirst = text.Contains('-', StringComparison.Ordinal);
        return (traceFirst ? await TryTraceAsync(store, text, cancellationToken) : await TryCommitAsync(trail, text, cancellationToken))
            ?? (traceFirst ? await TryCommitAsync(trail, text, cancellationToken) : await TryTraceAsync(store, text, cancellationToken))
            ?? throw new OpenTracesException(OpenTracesErrorCode.NotFound,
                $"'{text}' is neither a commit of this repository nor a trace of this bucket. 'git log' and 'opentraces trace query' list them.");
    }

    private static async Task<BlameTarget?> TryCommitAsync(TraceTrail trail, string text, CancellationToken cancellationToken)
    {
        try
        {
            return new BlameTarget(await trail.ResolveAsync(text, cancellationToken), null);
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.NotFound)
        {
            return null;
        }
    }

    private static async Task<BlameTarget?> TryTraceAsync(ITraceStore store, string text, CancellationToken cancellationToken)
    {
        try
        {
            return new BlameTarget(null, await RequireTraceAsync(store, text, cancellationToken));
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.NotFound)
        {
            return null;
        }
    }

    private static async Task<TraceId> RequireTraceAsync(ITraceStore store, string text, CancellationToken cancellationToken)
    {
        var id = await Buckets.RequireIdAsync(store, text, cancellationToken);
        return await store.FindSummaryAsync(id, cancellationToken) is null ? throw Buckets.NotFound(text) : id;
    }

    private static async Task<TraceId> RequireSessionAsync(ITraceStore store, string session, CancellationToken cancellationToken)
    {
        var found = new List<TraceId>();
        await foreach (var trace in store.ListAsync(cancellationToken: cancellationToken))
        {
            if (trace.SessionId.StartsWith(session, StringComparison.OrdinalIgnoreCase))
                found.Add(trace.TraceId);
        }

        found.Sort();
        return found switch
        {
            [var only] => only,
            [] => throw new OpenTracesException(OpenTracesErrorCode.NotFound,
                $"No session begins with '{session}'. Run 'opentraces trace query' to list the traces held."),
            _ => throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
                $"'{session}' begins the sessions of {found.Count} traces: t:{string.Join(", t:", found.Take(8))}{(found.Count > 8 ? ", ..." : "")}. Name one of them."),
        };
    }
}
