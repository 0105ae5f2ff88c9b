namespace OpenTraces.Capture.Harnesses.ClaudeCode.Lines;

/// <summary>The <c>file</c> of a result of the Read tool.</summary>
internal sealed class ClaudeReadFile
{
    public string? Path { get; set; }

    public long? StartLine { get; set; }

    public long? Lines { get; set; }

    public JsonSlice Content { get; set; }
}
