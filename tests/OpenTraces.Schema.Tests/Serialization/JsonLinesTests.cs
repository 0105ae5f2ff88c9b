using System.Text;
using Xunit;

namespace OpenTraces.Schema.Tests.Serialization;

public sealed class JsonLinesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1 << 20)]
    public async Task Records_are_read_however_the_stream_is_cut(int chunk)
    {
        var large = Json.Record($"\"lifecycle\":\"{new string('x', 200_000)}\"");
        var text = "\uFEFF" + Named("a") + "\r\n\n  \t\r\n" + Named("b") + "\n" + large + "\n" + Named("c");
        if (chunk == 1)
            text = text.Replace(large, Named("t"), StringComparison.Ordinal);
        Assert.Equal(["a", "b", "t", "c"], await Ids(text, chunk));
    }

    [Fact]
    public async Task What_was_written_is_read()
    {
        using var stream = new MemoryStream();
        await TraceJson.WriteLineAsync(stream, Json.Parse(SampleRecord.Json));
        await TraceJson.WriteLineAsync(stream, Json.Parse(Named("b")));
        Assert.Equal(2, stream.ToArray().Count(value => value == '\n'));
        stream.Position = 0;
        var records = new List<TraceRecord>();
        await foreach (var record in TraceJson.ReadLinesAsync(stream))
            records.Add(record);
        Assert.Equal(SampleRecord.OneLine, Encoding.UTF8.GetString(TraceJson.Serialize(records[0])));
        Assert.Equal("b", records[1].TraceId);
    }

    [Fact]
    public async Task An_empty_stream_holds_no_records() => Assert.Empty(await Ids("", 10));

    [Fact]
    public async Task A_bad_line_is_named()
    {
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => Ids(Named("a") + "\n\n{\"trace_id\":\"t\"}\n", 16));
        Assert.Equal((OpenTracesErrorCode.InvalidTrace, "Line 3: $.session_id is missing."), (error.Code, error.Message));
    }

    [Fact]
    public async Task Cancellation_gets_out()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in TraceJson.ReadLinesAsync(new MemoryStream([1]), cancelled.Token))
            {
            }
        });
    }

    private static string Named(string id) => $$"""{"agent":{"name":"pi"},"trace_id":"{{id}}","session_id":"s"}""";

    private static async Task<List<string>> Ids(string text, int chunk)
    {
        var ids = new List<string>();
        await foreach (var record in TraceJson.ReadLinesAsync(new SlowStream(Encoding.UTF8.GetBytes(text), chunk)))
            ids.Add(record.TraceId);
        return ids;
    }

    private sealed class SlowStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
    }
}
