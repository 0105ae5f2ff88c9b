using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Events;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Repairing.Log;

/// <summary>The events that lead from one state of a trace to a later one.</summary>
internal static class EnvelopeDiff
{
    /// <param name="now">What the log says; null when it says nothing of the trace.</param>
    /// <param name="wanted">A state that lies ahead of it.</param>
    public static IReadOnlyList<EventDraft> Between(Envelope? now, Envelope wanted)
    {
        var id = wanted.Key.ToTraceId();
        if (now is { IsForgotten: true })
            return [];
        if (wanted.IsForgotten)
            return [TraceEvents.Forget(id, now ?? wanted)];
        var held = now?.Generations.Count ?? 0;
        var drafts = new List<EventDraft>();
        for (var i = 0; i < held; i++)
        {
            var generation = AsOf(wanted.Generations[i], held);
            if (!Same(now!.Generations[i], generation))
                drafts.Add(TraceEvents.Reparse(id, generation));
        }

        foreach (var generation in wanted.Generations.Skip(held))
        {
            var longer = wanted.Generations.Take(generation.Index - 1).Where(g => g.Extends.Contains(generation.Index)).Select(g => g.Index);
            drafts.Add(TraceEvents.Ingest(wanted.Key, AsOf(generation, generation.Index - 1), [.. longer]));
        }

        foreach (var (repository, overlay) in wanted.Trails)
        {
            if (now is null || !now.Trails.Contains(KeyValuePair.Create(repository, overlay)))
                drafts.Add(TraceEvents.SetTrail(id, repository, overlay));
        }

        return drafts;
    }

    /// <summary>A generation as it was when there were so many: later ones it turned out to extend are added by their own events.</summary>
    private static Generation AsOf(Generation generation, int count) =>
        generation with { Extends = [.. generation.Extends.Where(e => e <= count)] };

    private static bool Same(Generation a, Generation b) => Json(a).Equals(Json(b));

    private static RawJson Json(Generation generation) => RawJson.Build(writer => EnvelopeJson.Write(writer, generation));
}
