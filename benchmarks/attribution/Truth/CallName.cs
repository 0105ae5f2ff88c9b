namespace OpenTraces.Attribution.Truth;

/// <summary>A tool call of a session.</summary>
/// <param name="Session">The session's number.</param>
/// <param name="Call">The harness's id of the call.</param>
internal sealed record CallName(int Session, string Call);
