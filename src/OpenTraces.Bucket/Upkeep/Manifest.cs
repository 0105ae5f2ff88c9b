using OpenTraces.Bucket.Envelopes;

namespace OpenTraces.Bucket.Upkeep;

/// <summary>Counts over the log up to one event; a function of those events alone.</summary>
internal sealed record Manifest
{
    public static Manifest Empty { get; } = new();

    /// <summary>The last event counted. Every envelope is at least as new.</summary>
    public long Sequence { get; init; }

    public int Traces { get; init; }

    public int Generations { get; init; }

    /// <summary>Bytes of all raw sources of all generations, before sharing and compression; earlier states of held ones do not count.</summary>
    public long RawBytes { get; init; }

    public Manifest Add(TraceEvent one)
    {
        if (one.Kind != TraceEvents.Ingested || TraceEvents.ReadEnvelope(one) is not { } envelope)
            return this with { Sequence = one.Sequence };
        return new Manifest
        {
            Sequence = one.Sequence,
            Traces = Traces + (envelope.Generations.Count == 1 ? 1 : 0),
            Generations = Generations + 1,
            RawBytes = RawBytes + envelope.Generations[^1].Sources.Where(s => s.Within is null).Sum(s => s.Length),
        };
    }
}
