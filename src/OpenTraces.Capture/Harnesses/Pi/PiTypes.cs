namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>The types of entries.</summary>
internal static class PiTypes
{
    public const string Session = "session";
    public const string Message = "message";
    public const string ModelChange = "model_change";
    public const string ThinkingLevelChange = "thinking_level_change";
    public const string Compaction = "compaction";
    public const string BranchSummary = "branch_summary";
    public const string Label = "label";
    public const string SessionInfo = "session_info";
    public const string Custom = "custom";
    public const string CustomMessage = "custom_message";
    public const string BashExecution = "bashExecution";

    /// <summary>Types whose entries go to the metadata as they are.</summary>
    public static bool IsCarried(string? type) => type is Session or ModelChange or ThinkingLevelChange or Compaction
        or BranchSummary or Label or SessionInfo or Custom;

    /// <summary>Types that speak of the session as a whole, on whatever branch they stand.</summary>
    public static bool IsOfSession(string? type) => type is Session or Label or SessionInfo;
}
