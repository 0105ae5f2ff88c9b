using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Capture.Harnesses.ClaudeCode.State;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>
/// Numbers that two copies of a line share although a resumed session gave one of them another id, session, directory or
/// version. Two different lines (results of parallel calls within one millisecond, edited files) do not.
/// </summary>
internal static class LineStamp
{
    /// <summary>What besides its id makes a line a copy of another.</summary>
    public static uint Of(ClaudeCodeLine line) => (uint)Digest(line, line.Message?.ContentDigest ?? 0);

    /// <summary>
    /// Adds what a line says at its time; false when all of it was there, so that the line is a copy of one with another id.
    /// A copied history may hold each block of a person's line as a line of its own.
    /// </summary>
    public static bool AddTo(IdSet said, ClaudeCodeLine line)
    {
        if (line.Message is not { HasContent: true } message || SessionFacts.Time(line.Timestamp) is null)
            return true;
        if (line.Type != "user" || message.Blocks.Count == 0)
            return said.Add(Of(line, message.ContentDigest));
        var isNew = false;
        foreach (var block in message.Blocks)
            isNew |= said.Add(Of(line, block.Digest));
        return isNew;
    }

    private static UInt128 Of(ClaudeCodeLine line, ulong content) => new(Digest(line, content), content);

    private static ulong Digest(ClaudeCodeLine line, ulong content)
    {
        var digest = QuickDigest.Of(line.Type, content);
        digest = QuickDigest.Of(line.Timestamp, digest);
        return QuickDigest.Of(line.InnerType ?? line.Subtype, digest);
    }
}
