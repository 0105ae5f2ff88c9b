using System.Buffers;
using System.Text;

namespace OpenTraces.Schema.Tests.Serialization;

internal static class Json
{
    public static TraceRecord Parse(string json) => TraceJson.Parse(Encoding.UTF8.GetBytes(json));

    public static string Rewrite(string json) => Encoding.UTF8.GetString(TraceJson.Serialize(Parse(json)));

    public static string Write<T>(T value, Action<IBufferWriter<byte>, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer, value);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(buffer.WrittenSpan);
    }

    /// <summary>A minimal record with further members.</summary>
    public static string Record(string members) =>
        $$"""{"trace_id":"t","session_id":"s","agent":{"name":"pi"},{{members}}}""";
}
