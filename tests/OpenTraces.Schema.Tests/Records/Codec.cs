using System.Buffers;

namespace OpenTraces.Schema.Tests.Records;

/// <summary>One record type with the code that reads and writes it.</summary>
internal abstract class Codec
{
    public abstract Type Type { get; }

    public string Name => Type.Name;

    public abstract byte[] Write(object value);

    public abstract object Read(byte[] json, bool forbidsUnknown = false);

    public static Codec Of<T>(JsonRead<T> read, JsonWrite<T> write)
        where T : notnull => new Typed<T>(read, write);

    private sealed class Typed<T>(JsonRead<T> read, JsonWrite<T> write) : Codec
        where T : notnull
    {
        public override Type Type => typeof(T);

        public override byte[] Write(object value)
        {
            var buffer = new ArrayBufferWriter<byte>();
            TraceJson.Write(buffer, (T)value, write);
            return buffer.WrittenSpan.ToArray();
        }

        public override object Read(byte[] json, bool forbidsUnknown = false) => TraceJson.Read(json, read, forbidsUnknown);
    }
}
