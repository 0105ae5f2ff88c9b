using System.Text;
using OpenTraces.Capture.Harnesses.ClaudeCode;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

/// <summary>One parse of a session and all it gave.</summary>
internal sealed record ClaudeRun(SessionHeader Header, RecordingSink Sink)
{
    public List<Step> Steps => Sink.Steps;

    public Step Only => Assert.Single(Sink.Steps);

    public EntryFate Fate(int line) => Assert.Single(Sink.Entries, e => e.Line == line).Fate;

    public string? Reason(int line) => Assert.Single(Sink.Entries, e => e.Line == line).Reason;

    public RawJson? Metadata(string name) =>
        Header.Metadata.TryGetMember(Encoding.UTF8.GetBytes(name), out var value) ? value : null;

    public static Task<ClaudeRun> OfLinesAsync(params string[] lines) => OfTextAsync(string.Join('\n', lines) + "\n");

    public static Task<ClaudeRun> OfTextAsync(
        string text, string fileName = "s.jsonl", IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? companions = null) =>
        OfBytesAsync(Encoding.UTF8.GetBytes(text), fileName, companions);

    public static Task<ClaudeRun> OfBytesAsync(
        byte[] bytes, string fileName = "s.jsonl", IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? companions = null) =>
        OfStreamAsync(new MemoryStream(bytes), fileName, companions);

    public static async Task<ClaudeRun> OfStreamAsync(
        Stream content, string fileName, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? companions = null)
    {
        var sink = new RecordingSink();
        var source = new SessionSource { FileName = fileName, Content = content };
        if (companions is not null)
            source = source with { Companions = companions };
        var header = await new ClaudeCodeParser().ParseAsync(source, sink);
        return new ClaudeRun(header, sink);
    }

    public static bool Detects(string text, string fileName = "s.jsonl")
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = Math.Min(bytes.Length, HarnessProbe.HeaderLength);
        return new ClaudeCodeParser().CanRead(new HarnessProbe(bytes.AsSpan(0, length), length == bytes.Length, fileName));
    }
}
