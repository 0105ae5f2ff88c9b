namespace OpenTraces.Capture.Harnesses.CodexCli.Lines;

/// <summary>The members of a line that mean something to a record.</summary>
internal enum CodexCliMember
{
    Other,
    Timestamp,
    Type,
    Payload,

    /// <summary>The name is that of a line type and its value the payload (early form).</summary>
    Envelope,
    Id,
    Role,
    Name,
    CallId,
    TurnId,

    /// <summary><c>message</c> or <c>text</c>.</summary>
    Text,
    Content,
    Summary,
    Arguments,
    Action,
    Input,
    Output,
    Tools,
    Info,
    Changes,
    Result,
    Success,
    NewThreadId,
    Duration,
    RecordType,
    EncryptedContent,
    Git,

    /// <summary>The finished item of an <c>item_completed</c> event.</summary>
    Item,
    Usage,
    ThreadUsage,
    Status,
    Receivers,
    Tool,
    Passthrough,
    Model,
    Cwd,
    Effort,
    ApprovalPolicy,
    SandboxPolicy,
    PermissionProfile,
}
