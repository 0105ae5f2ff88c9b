namespace OpenTraces.Capture.Harnesses.ClaudeCode.Lines;

/// <summary>The <c>toolUseResult</c> of a line: what the tool itself returned, beside the text the model saw.</summary>
internal sealed class ClaudeToolResult
{
    public string? Type { get; set; }

    public string? AgentId { get; set; }

    public string? AgentType { get; set; }

    public long? DurationMs { get; set; }

    public long? ExitCode { get; set; }

    public bool IsInterrupted { get; set; }

    public bool ReplaceAll { get; set; }

    public bool UserModified { get; set; }

    public bool HasError { get; set; }

    public string? FilePath { get; set; }

    public JsonSlice OldText { get; set; }

    public JsonSlice NewText { get; set; }

    /// <summary>The file before the call; the literal null when the harness left it out.</summary>
    public JsonSlice OriginalFile { get; set; }

    /// <summary>The notebook after the call.</summary>
    public JsonSlice UpdatedFile { get; set; }

    public JsonSlice Content { get; set; }

    public JsonSlice Edits { get; set; }

    public JsonSlice Hunks { get; set; }

    /// <summary>The path, content and position of what was read.</summary>
    public ClaudeReadFile? File { get; set; }

    /// <summary>The files a search found.</summary>
    public JsonSlice FileNames { get; set; }
}
