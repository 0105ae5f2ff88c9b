using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>Makes the envelope after an event from the one before it. Writers and readers go through here alike.</summary>
internal static class EnvelopeFold
{
    /// <summary>The envelope after an event; null before the first one that says anything of the trace.</summary>
    /// <exception cref="OpenTracesException">The event does not follow from what came before it.</exception>
    public static Envelope? Apply(Envelope? before, string kind, RawJson data, long sequence)
    {
        try
        {
            return Apply(before, kind, data);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"Event {sequence} does not say what an event of kind '{kind}' says. Restore the bucket from a copy, or import the session again into a new one.", e);
        }
    }

    public static Envelope? Apply(Envelope? before, TraceEvent one) => Apply(before, one.Kind, one.Data, one.Sequence);

    private static Envelope? Apply(Envelope? before, string kind, RawJson data)
    {
        if (before is { IsForgotten: true })
            return before;
        switch (kind)
        {
            case TraceEvents.Ingested:
                return Ingest(before, data);
            case TraceEvents.Reparsed:
                var again = Generation(data);
                return Known(before) with { Generations = [.. Known(before).Generations.Select(g => g.Index == again.Index ? again : g)] };
            case TraceEvents.TrailSet:
                return SetTrail(Known(before), data.GetString("repository_id"u8)!, ContentHash.Parse(data.GetString("overlay"u8)!));
            case TraceEvents.Forgotten:
                return (before ?? new Envelope { Key = EnvelopeJson.ReadKey(data.ToElement()), Generations = [] }) with
                {
                    Generations = [],
                    Trails = [],
                    IsForgotten = true,
                };
            default:
                return before;
        }
    }

    private static Envelope Ingest(Envelope? before, RawJson data)
    {
        var generation = Generation(data);
        before ??= new Envelope { Key = EnvelopeJson.ReadKey(data.ToElement()), Generations = [] };
        if (generation.Index != before.Generations.Count + 1)
            throw new FormatException("A generation is missing.");
        var longer = data.TryGetMember("beginning_of"u8, out var indices)
            ? indices.ToElement().EnumerateArray().Select(i => i.GetInt32()).ToHashSet()
            : [];
        return before with
        {
            Generations = [.. before.Generations
                .Select(g => longer.Contains(g.Index) ? g with { Extends = [.. g.Extends, generation.Index] } : g)
                .Append(generation)],
        };
    }

    private static Envelope SetTrail(Envelope before, string repository, ContentHash overlay) => before with
    {
        Trails = [.. before.Trails.Where(t => t.Key != repository).Append(KeyValuePair.Create(repository, overlay))
            .OrderBy(t => t.Key, StringComparer.Ordinal)],
    };

    private static Generation Generation(RawJson data) =>
        data.TryGetMember("generation"u8, out var json) ? EnvelopeJson.ReadGeneration(json.ToElement()) : throw new FormatException("No generation.");

    private static Envelope Known(Envelope? before) => before ?? throw new FormatException("The trace is not known.");
}
