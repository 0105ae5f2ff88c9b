using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>
/// Everything the log says of one trace: ids, times, counts, states and addresses. Every event about a trace carries the
/// whole of it, so the last one is enough. It holds nothing a person or a model wrote.
/// </summary>
internal sealed record Envelope
{
    public required TraceKey Key { get; init; }

    /// <summary>In order of <see cref="Generation.Index"/>.</summary>
    public required IReadOnlyList<Generation> Generations { get; init; }

    /// <summary>Blobs of the overlays of <see cref="ITraceStore.SetTrailAsync"/>, by repository id in ordinal order.</summary>
    public IReadOnlyList<KeyValuePair<string, ContentHash>> Trails { get; init; } = [];

    /// <summary><c>unscanned</c> until a security tool has read the trace.</summary>
    public string Security { get; init; } = "unscanned";

    public Generation Served => Generations[ServedGeneration.Choose(Generations) - 1];

    public Generation? Find(int? index) =>
        index is null ? Served : index >= 1 && index <= Generations.Count ? Generations[index.Value - 1] : null;
}
