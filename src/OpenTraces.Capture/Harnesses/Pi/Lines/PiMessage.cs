namespace OpenTraces.Capture.Harnesses.Pi.Lines;

/// <summary>What an entry says, whoever says it. Members that its role does not have are null.</summary>
internal sealed class PiMessage
{
    public const string Assistant = "assistant";
    public const string ToolResult = "toolResult";

    public string? Role { get; set; }

    public PiBlock[] Blocks { get; set; } = [];

    /// <summary>When the message was made, ISO 8601; earlier than when it was written.</summary>
    public string? Timestamp { get; set; }

    public string? Provider { get; set; }

    public string? Model { get; set; }

    public string? StopReason { get; set; }

    public string? ErrorMessage { get; set; }

    public PiUsage? Usage { get; set; }

    public string? ToolCallId { get; set; }

    public bool IsError { get; set; }

    public PiResultDetails? Details { get; set; }

    public string? Command { get; set; }

    public string? Output { get; set; }

    public long? ExitCode { get; set; }

    public bool IsCancelled { get; set; }

    /// <summary>A command of the person whose output the model does not get.</summary>
    public bool IsKeptFromModel { get; set; }

    public string? Summary { get; set; }

    /// <summary>The text and the placeholders of images, one block per line group; null when there is neither.</summary>
    public string? Text => PiBlock.Join(Blocks);

    /// <summary><c>provider/model</c>; the model alone when the provider is not given.</summary>
    public static string? QualifiedModel(string? provider, string? model) =>
        string.IsNullOrEmpty(model) ? null : string.IsNullOrEmpty(provider) ? model : provider + "/" + model;
}
