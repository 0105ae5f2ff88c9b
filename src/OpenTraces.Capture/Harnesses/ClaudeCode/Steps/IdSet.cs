using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>Remembers ids, and a number for each, in a few bytes: UUIDs as they are, others by their digest.</summary>
internal sealed class IdSet
{
    private readonly Dictionary<UInt128, uint> _ids = [];

    public bool Contains(string id) => _ids.ContainsKey(Compress(id));

    /// <summary>False when the id was there with the same stamp; one with another stamp takes its place.</summary>
    public bool Add(string id, uint stamp = 0) => Add(Compress(id), stamp);

    /// <inheritdoc cref="Add(string, uint)"/>
    public bool Add(UInt128 key, uint stamp = 0)
    {
        if (_ids.TryGetValue(key, out var known) && known == stamp)
            return false;
        _ids[key] = stamp;
        return true;
    }

    private static UInt128 Compress(string id)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        if (Guid.TryParseExact(id, "D", out var uuid))
            uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        else
            SHA256.HashData(Encoding.UTF8.GetBytes(id), bytes);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
