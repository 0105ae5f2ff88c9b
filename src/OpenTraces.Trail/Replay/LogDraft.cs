using OpenTraces.Schema;

namespace OpenTraces.Trail.Replay;

/// <summary>An event without its place in the log.</summary>
internal sealed record LogDraft
{
    public const string PatchCreated = "trace_patch_created";
    public const string AnchorCreated = "git_anchor_created";

    public required string EventType { get; init; }

    public required string TraceId { get; init; }

    public required int StepIndex { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string CaptureMethod { get; init; }

    public required RawJson Payload { get; init; }

    /// <summary>The id of the patch or anchor it is about: an event with one that the log has is not told again.</summary>
    public required string SubjectId { get; init; }
}
