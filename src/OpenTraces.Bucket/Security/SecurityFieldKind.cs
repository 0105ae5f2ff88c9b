namespace OpenTraces.Bucket;

/// <summary>What sort of text a field holds; some detectors read only some sorts.</summary>
public enum SecurityFieldKind
{
    /// <summary>Prose, prompts and anything else.</summary>
    General,

    /// <summary>What a model passed to a tool.</summary>
    ToolInput,

    /// <summary>What a tool returned.</summary>
    ToolResult,

    /// <summary>A model's thinking.</summary>
    Reasoning,
}
