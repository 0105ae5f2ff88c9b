using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;

namespace OpenTraces.Capture.Harnesses.ClaudeCode;

/// <summary>
/// A number that two copies of a line share although a resumed session gave one of them another session id, directory or
/// version. Two different lines with one id (seen in edited files) hardly do.
/// </summary>
internal static class LineStamp
{
    public static uint Of(ClaudeCodeLine line)
    {
        var stamp = Add(2166136261u, line.Type);
        stamp = Add(stamp, line.Timestamp);
        stamp = Add(stamp, line.InnerType ?? line.Subtype);
        return (stamp ^ (uint)(line.Message?.Length ?? 0)) * 16777619u;
    }

    private static uint Add(uint stamp, string? text)
    {
        foreach (var c in text ?? "")
            stamp = (stamp ^ c) * 16777619u;
        return (stamp ^ 0xFFFF) * 16777619u;
    }
}
