using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// A record as it is written, with the hash of just that: written once, hashed once, and the digits put in their place. For
/// one record.
/// </summary>
internal sealed class HashedRecord
{
    private static readonly string Blank = new('0', 2 * ContentHash.Size);

    private readonly ArrayBufferWriter<byte> _json = new(4096);
    private readonly int _digitsStart;

    public HashedRecord(TraceRecord record)
    {
        using (var writer = new Utf8JsonWriter(_json, TraceJson.WriterOptions))
        {
            TraceRecordJson.WriteAndFindHash(writer, record with { ContentHash = Blank }, out var hashEnd);
            _digitsStart = (int)hashEnd - 1 - Blank.Length;
        }

        Hash = CanonicalJson.HashWithout(_json.WrittenSpan, "content_hash", "trace_id").ToString();
    }

    /// <summary>64 hexadecimal digits.</summary>
    public string Hash { get; }

    public byte[] ToArray()
    {
        var json = _json.WrittenSpan.ToArray();
        Encoding.ASCII.GetBytes(Hash, json.AsSpan(_digitsStart));
        return json;
    }

    public void CopyTo(IBufferWriter<byte> output)
    {
        output.Write(_json.WrittenSpan[.._digitsStart]);
        output.Write(Encoding.ASCII.GetBytes(Hash));
        output.Write(_json.WrittenSpan[(_digitsStart + Blank.Length)..]);
    }
}
