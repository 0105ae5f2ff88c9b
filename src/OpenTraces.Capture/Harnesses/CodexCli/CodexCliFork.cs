using System.Globalization;
using OpenTraces.Capture.Harnesses.CodexCli.Lines;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>
/// A forked thread's file begins with a copy of its parent's history, cumulative token counts included. The copy starts
/// with the parent's own meta line and ends where a turn begins that is not older than the fork.
/// </summary>
internal sealed class CodexCliFork
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);
    private bool _isInside;
    private bool _isOver;

    /// <summary>Whether the line belongs to the copy.</summary>
    public bool Covers(CodexCliLine line, CodexCliSession session)
    {
        if (_isOver || !session.HasMeta)
            return false;
        if (!_isInside)
        {
            _isInside = line.Type == "session_meta" && line.Id is { } id && id != session.Id
                && (id == session.ForkedFrom || (session.ForkedFrom is not null && session.ParentThread == id));
            return _isInside;
        }

        _isOver = BeginsOwnTurn(line, session);
        return !_isOver;
    }

    private static bool BeginsOwnTurn(CodexCliLine line, CodexCliSession session)
    {
        if (line.Kind != "task_started" && line.Type != "turn_context")
            return false;
        if (CreatedAt(line.TurnId) is { } turn && CreatedAt(session.Id) is { } fork)
            return turn >= fork;
        return Time(line.Timestamp) is { } now && Time(session.StartedAt) is { } start && now - start > Slack;
    }

    /// <summary>Milliseconds since 1970 out of a version 7 UUID.</summary>
    private static long? CreatedAt(string? id)
    {
        if (!Guid.TryParseExact(id, "D", out _) || id[14] != '7')
            return null;
        return long.Parse(string.Concat(id.AsSpan(0, 8), id.AsSpan(9, 4)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
