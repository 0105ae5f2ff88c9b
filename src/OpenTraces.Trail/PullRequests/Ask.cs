using OpenTraces.Schema;

namespace OpenTraces.Trail.PullRequests;

/// <summary>What a person asked for.</summary>
internal sealed record Ask(TraceId Trace, int Step, string Text);
