using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>What was made again.</summary>
public sealed record RebuildReport
{
    /// <summary>The parts that were asked for.</summary>
    public required Substrates Substrates { get; init; }

    /// <summary>Generations whose record was read again from their raw sources.</summary>
    public required int Records { get; init; }

    /// <summary>Those whose record came out different.</summary>
    public required int RecordsChanged { get; init; }

    /// <summary>Traces whose overlay was made again.</summary>
    public required int Trails { get; init; }

    /// <summary>True when the search index was built anew.</summary>
    public required bool Index { get; init; }

    /// <summary>Traces of harnesses that no registered builder knows, in id order; they stay as they are.</summary>
    public required IReadOnlyList<TraceId> Skipped { get; init; }

    /// <summary>Traces whose sources cannot be read any more, and why, in id order; they stay as they are.</summary>
    public required IReadOnlyDictionary<TraceId, string> Failed { get; init; }
}
