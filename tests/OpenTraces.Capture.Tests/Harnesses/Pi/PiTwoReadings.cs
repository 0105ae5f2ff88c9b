using System.Text;
using OpenTraces.Capture.Harnesses.Pi;
using OpenTraces.Conformance;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.Pi;

/// <summary>Reads a session held in memory, and opened twice, as an import reads a large one.</summary>
internal static class PiTwoReadings
{
    /// <summary>Both ways must agree in everything; the result is that of the second.</summary>
    public static async Task<RecordedSession> AgreeAsync(byte[] bytes, string context = "")
    {
        var held = await RecordedSession.ReadAsync(new PiParser(), Source(bytes));
        var streamed = await RecordedSession.ReadAsync(new PiParser(), Source(bytes, bytes));
        Assert.Equal((context, held.Print()), (context, streamed.Print()));
        Assert.Equal((context, held.Header.Outcome, held.Header.StatedCostUsd), (context, streamed.Header.Outcome, streamed.Header.StatedCostUsd));
        return streamed;
    }

    public static Task<RecordedSession> AgreeAsync(params string[] lines) => AgreeAsync(Bytes(lines));

    public static byte[] Bytes(params string[] lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");

    /// <param name="bytes">What is read.</param>
    /// <param name="ahead">What is found when it is opened once more; null when it cannot be.</param>
    public static SessionSource Source(byte[] bytes, byte[]? ahead = null) => new()
    {
        FileName = "x.jsonl",
        Content = new MemoryStream(bytes),
        MaxLineBytes = 1 << 20,
        Reopen = ahead is null ? null : () => new MemoryStream(ahead),
    };
}
