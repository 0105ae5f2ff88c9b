using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>
/// Everything the log says of one trace: ids, times, counts, states and addresses. It holds nothing a person or a model
/// wrote.
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

    /// <summary>The trace was forgotten: nothing of it is held, and it is not taken in again.</summary>
    public bool IsForgotten { get; init; }

    /// <summary>Bytes of all raw sources of all generations; earlier states of held ones do not count.</summary>
    public long RawBytes => Generations.Sum(g => g.RawBytes);

    public Generation Served => Generations[ServedGeneration.Choose(Generations) - 1];

    public Generation? Find(int? index) =>
        IsForgotten ? null : index is null ? Served : index >= 1 && index <= Generations.Count ? Generations[index.Value - 1] : null;
}
