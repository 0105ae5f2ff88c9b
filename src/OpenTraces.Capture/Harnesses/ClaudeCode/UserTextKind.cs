namespace OpenTraces.Capture.Harnesses.ClaudeCode;

/// <summary>Whose words a user line holds.</summary>
internal enum UserTextKind
{
    /// <summary>What a person asked.</summary>
    Ask,

    /// <summary>A command a person typed that the harness turns into a prompt.</summary>
    PromptCommand,

    /// <summary>Something the harness says in the person's name: a notification, a reminder, an interruption.</summary>
    Notice,

    /// <summary>A body, caveat, command output or summary that the harness put there.</summary>
    Injected,
}
