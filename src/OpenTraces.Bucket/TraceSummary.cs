using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>What a list shows of a trace, read without touching its steps.</summary>
public sealed record TraceSummary
{
    /// <summary>The trace.</summary>
    public required TraceId TraceId { get; init; }

    /// <summary>The harness.</summary>
    public required string Agent { get; init; }

    /// <summary>The harness's session id.</summary>
    public required string SessionId { get; init; }

    /// <summary>The sub-agent, or null for a main session.</summary>
    public string? SubAgentId { get; init; }

    /// <summary>The first line of what was asked, at most 240 characters; empty when nothing was.</summary>
    public required string Title { get; init; }

    /// <summary>The working directory of the session; null when it does not say.</summary>
    public string? Project { get; init; }

    /// <summary>First and last times, as the harness wrote them.</summary>
    public string? TimestampStart { get; init; }

    /// <inheritdoc cref="TimestampStart"/>
    public string? TimestampEnd { get; init; }

    /// <summary>The session's main model.</summary>
    public string? Model { get; init; }

    /// <summary>The generation served, from 1.</summary>
    public required int Generation { get; init; }

    /// <summary>How many generations are held.</summary>
    public required int Generations { get; init; }

    /// <summary>How many steps the served generation has.</summary>
    public required int Steps { get; init; }

    /// <summary>How many patches the served generation has.</summary>
    public required int Patches { get; init; }

    /// <summary>Where its entries went.</summary>
    public required LineCounts Lines { get; init; }
}
