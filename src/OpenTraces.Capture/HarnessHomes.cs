using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Capture;

/// <summary>The folders where harnesses keep their sessions; the host knows them. Null, or one that is not there, is skipped.</summary>
[Experimental("OT0001")]
public sealed record HarnessHomes
{
    /// <summary>Usually <c>~/.claude/projects</c>.</summary>
    public string? ClaudeCode { get; init; }

    /// <summary>Usually <c>~/.codex/sessions</c>.</summary>
    public string? CodexCli { get; init; }

    /// <summary>Usually <c>~/.pi/agent/sessions</c>.</summary>
    public string? Pi { get; init; }
}
