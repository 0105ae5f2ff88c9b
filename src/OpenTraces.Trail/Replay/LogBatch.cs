using OpenTraces.Schema;

namespace OpenTraces.Trail.Replay;

/// <summary>A commit of the log to be.</summary>
internal sealed record LogBatch
{
    public required string Id { get; init; }

    /// <summary>When it says it was made: the time of its newest event, never the clock's.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Its events, by path, in order.</summary>
    public required IReadOnlyList<(string Path, byte[] Bytes)> Events { get; init; }

    /// <summary>What it says of itself.</summary>
    /// <param name="head">The commit before it; null for the first.</param>
    public byte[] Describe(string? head) => PrettyJson.Write(RawJson.Build(w =>
    {
        w.WriteStartObject();
        w.WriteString("batch_id", Id);
        w.WriteString("writer", LogEvent.Writer);
        w.WriteString("previous_event_log_head", head);
        w.WriteNumber("event_count", Events.Count);
        w.WriteEndObject();
    }));
}
