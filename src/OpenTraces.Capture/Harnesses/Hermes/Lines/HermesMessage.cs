namespace OpenTraces.Capture.Harnesses.Hermes.Lines;

/// <summary>One message of a conversation, in either vocabulary (<c>role</c>/<c>content</c>, <c>from</c>/<c>value</c>).</summary>
internal sealed class HermesMessage
{
    /// <summary><c>system</c>, <c>user</c>, <c>assistant</c>, <c>tool</c>, or what stands there; null when nothing does.</summary>
    public string? Role { get; set; }

    /// <summary>The text, text blocks joined by line feeds.</summary>
    public string? Text { get; set; }

    /// <summary>Thinking that has a member of its own.</summary>
    public string? Reasoning { get; set; }

    /// <summary>Calls that have a member of their own.</summary>
    public List<HermesCall> Calls { get; } = [];

    /// <summary>Which call a result answers.</summary>
    public string? CallId { get; set; }

    public string? FinishReason { get; set; }

    public string? Timestamp { get; set; }

    /// <summary>Kinds of content that are no text.</summary>
    public List<string> UnknownBlocks { get; } = [];
}
