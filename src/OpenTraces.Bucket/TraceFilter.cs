namespace OpenTraces.Bucket;

/// <summary>Which traces are meant. Every condition given must hold; an empty filter means all.</summary>
public sealed record TraceFilter
{
    /// <summary>The harness, exactly.</summary>
    public string? Agent { get; init; }

    /// <summary>A tool that was called, without regard to case.</summary>
    public string? Tool { get; init; }

    /// <summary>
    /// Files touched, any of them. A value without <c>*</c> or <c>?</c> matches the whole path or its tail at a
    /// separator (<c>src/a.cs</c> matches <c>/home/me/src/a.cs</c>); otherwise it is a glob over the path.
    /// </summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>A skill that was used, without regard to case.</summary>
    public string? Skill { get; init; }

    /// <summary>A directory: sessions that ran in it or below it.</summary>
    public string? Project { get; init; }

    /// <summary>Sessions whose last entry is at or after this time. A session without times is left out.</summary>
    public DateTimeOffset? Since { get; init; }
}
