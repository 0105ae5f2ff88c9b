using System.Text;
using System.Text.Json;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Tests.Reading;

internal sealed record CollectedEntry(int Line, EntryState State, string? Cause, string Text)
{
    public static async Task<(List<CollectedEntry> Entries, Schema.ContentHash First)> ReadAsync(
        byte[] bytes, int maxLineBytes = 1 << 20, Stream? stream = null)
    {
        using var reader = new EntryReader(new SessionSource
        {
            FileName = "x.jsonl",
            Content = stream ?? new MemoryStream(bytes),
            MaxLineBytes = maxLineBytes,
        });
        var entries = new List<CollectedEntry>();
        var target = new Whole();
        while (await reader.ReadAsync(target, CancellationToken.None))
            entries.Add(new(reader.Line, reader.State, reader.Cause, Encoding.UTF8.GetString(reader.Utf8.Span)));
        return (entries, reader.FirstEntry);
    }

    private sealed class Whole : INativeEntry
    {
        public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer) => reader.Skip();
    }
}
