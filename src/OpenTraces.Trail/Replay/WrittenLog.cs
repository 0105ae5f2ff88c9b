namespace OpenTraces.Trail.Replay;

/// <summary>What the ref of a clone tells already.</summary>
internal sealed record WrittenLog
{
    public static WrittenLog Empty { get; } = new();

    public string? Head { get; init; }

    public long Events { get; init; }

    public string? LastEventId { get; init; }

    /// <summary>The ids of its patches and anchors.</summary>
    public IReadOnlySet<string> Subjects { get; init; } = new HashSet<string>();

    public IReadOnlySet<string> Traces { get; init; } = new HashSet<string>();
}
