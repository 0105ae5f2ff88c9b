using System.Buffers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace OpenTraces.Schema.Tests.Exchange;

/// <summary>Writes and reads in one line, for tests.</summary>
internal static class Exchanged
{
    public static (byte[] Bytes, LossReport Loss) Write(ExchangeFormat format, TraceRecord record, IReadOnlyList<TracePatch>? patches = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var loss = TraceExchange.Write(format, record, output, patches);
        return (output.WrittenSpan.ToArray(), loss);
    }

    public static JsonElement WriteJson(ExchangeFormat format, TraceRecord record) => Parse(Write(format, record).Bytes);

    public static TraceRecord Read(ExchangeFormat format, byte[] bytes) => TraceExchange.Read(format, bytes, out _);

    public static TraceRecord Read(ExchangeFormat format, string json) => Read(format, Encoding.UTF8.GetBytes(json));

    public static JsonElement Parse(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 600 });
        return document.RootElement.Clone();
    }

    /// <summary>Reads a document, writes it again, and wants the same document and nothing lost.</summary>
    public static TraceRecord ComesBack(ExchangeFormat format, string json)
    {
        var record = TraceExchange.Read(format, Encoding.UTF8.GetBytes(json), out var loss);
        Assert.True(loss.IsLossless, Text(loss));
        var before = Leaves.Of(JsonDocument.Parse(json).RootElement);
        var after = Leaves.Of(Parse(Write(format, record).Bytes));
        Assert.All(before, leaf => Assert.Contains(leaf, after));
        return record;
    }

    public static string Text(LossReport loss)
    {
        var output = new ArrayBufferWriter<byte>();
        loss.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
