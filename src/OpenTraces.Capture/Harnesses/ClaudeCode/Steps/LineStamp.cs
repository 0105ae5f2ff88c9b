using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Capture.Harnesses.ClaudeCode.State;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>
/// Numbers that two copies of a line share although a resumed session gave one of them another id, session, directory or
/// version. Two different lines (results of parallel calls within one millisecond, edited files) do not.
/// </summary>
internal static class LineStamp
{
    /// <summary>What besides its id makes a line a copy of another.</summary>
    public static uint Of(ClaudeCodeLine line) => (uint)Digest(line);

    /// <summary>What makes a line a copy of one with another id; null for a line without a time or without content.</summary>
    public static UInt128? WithoutId(ClaudeCodeLine line) =>
        line.Message is { HasContent: true } message && SessionFacts.Time(line.Timestamp) is not null
            ? new UInt128(Digest(line), message.ContentDigest)
            : null;

    private static ulong Digest(ClaudeCodeLine line)
    {
        var digest = QuickDigest.Of(line.Type, line.Message?.ContentDigest ?? 0);
        digest = QuickDigest.Of(line.Timestamp, digest);
        return QuickDigest.Of(line.InnerType ?? line.Subtype, digest);
    }
}
