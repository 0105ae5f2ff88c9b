namespace OpenTraces.Schema;

/// <summary>The members of a draft as they are read, in whatever object they stand.</summary>
internal struct PatchMembers()
{
    private string? _filePath;
    private string? _oldPath;
    private string? _toolCallId;
    private string? _workingDirectory;
    private string? _timestamp;
    private string? _captureMethod;
    private int? _stepIndex;
    private int? _oldStart;
    private int? _newStart;
    private PatchKind _kind = PatchKind.Modify;
    private IReadOnlyList<string> _removed = [];
    private IReadOnlyList<string> _added = [];
    private IReadOnlyList<string> _limitations = [];

    /// <summary>Reads the member the cursor stands at; false when it is none of a draft.</summary>
    public bool TryRead(ref JsonCursor json)
    {
        if (json.Is("file_path"u8)) _filePath = json.ReadText();
        else if (json.Is("old_path"u8)) _oldPath = json.ReadText();
        else if (json.Is("kind"u8)) _kind = PatchKindJson.Read(ref json);
        else if (json.Is("tool_call_id"u8)) _toolCallId = json.ReadText();
        else if (json.Is("step_index"u8)) _stepIndex = json.ReadInt();
        else if (json.Is("working_directory"u8)) _workingDirectory = json.ReadText();
        else if (json.Is("timestamp"u8)) _timestamp = json.ReadText();
        else if (json.Is("old_start"u8)) _oldStart = json.ReadInt();
        else if (json.Is("new_start"u8)) _newStart = json.ReadInt();
        else if (json.Is("removed"u8)) _removed = JsonInput.ReadTexts(ref json);
        else if (json.Is("added"u8)) _added = JsonInput.ReadTexts(ref json);
        else if (json.Is("capture_method"u8)) _captureMethod = json.ReadText();
        else if (json.Is("limitations"u8)) _limitations = JsonInput.ReadTexts(ref json);
        else return false;
        return true;
    }

    public readonly PatchDraft ToDraft(ref JsonCursor json) => new()
    {
        FilePath = json.Require(_filePath, "file_path"),
        OldPath = _oldPath,
        Kind = _kind,
        ToolCallId = json.Require(_toolCallId, "tool_call_id"),
        StepIndex = json.Require(_stepIndex, "step_index"),
        WorkingDirectory = _workingDirectory,
        Timestamp = _timestamp,
        OldStart = _oldStart,
        NewStart = _newStart,
        Removed = _removed,
        Added = _added,
        CaptureMethod = _captureMethod ?? "transcript",
        Limitations = _limitations,
    };
}
