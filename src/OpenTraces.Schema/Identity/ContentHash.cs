using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OpenTraces.Schema;

/// <summary>A SHA-256 digest: the address of bytes. The default value is 32 zero bytes and is nobody's address.</summary>
public readonly record struct ContentHash : IComparable<ContentHash>
{
    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>The number of bytes in a digest.</summary>
    public const int Size = 32;

    /// <summary>Wraps 32 digest bytes.</summary>
    public ContentHash(ReadOnlySpan<byte> digest)
    {
        if (digest.Length != Size)
            throw new ArgumentException("A SHA-256 digest has 32 bytes.", nameof(digest));
        _a = BinaryPrimitives.ReadUInt64BigEndian(digest);
        _b = BinaryPrimitives.ReadUInt64BigEndian(digest[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(digest[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(digest[24..]);
    }

    /// <summary>The digest of these bytes.</summary>
    public static ContentHash Of(ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[Size];
        SHA256.HashData(content, digest);
        return new ContentHash(digest);
    }

    /// <summary>Reads 64 hexadecimal digits, with or without the prefix <c>sha256:</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static ContentHash Parse(string text) =>
        TryParse(text, out var hash) ? hash : throw new FormatException("A content hash is 64 hexadecimal digits.");

    /// <inheritdoc cref="Parse(string)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out ContentHash hash)
    {
        hash = default;
        if (text.StartsWith("sha256:", StringComparison.Ordinal))
            text = text[7..];
        Span<byte> digest = stackalloc byte[Size];
        if (text.Length != 2 * Size || Convert.FromHexString(text, digest, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        hash = new ContentHash(digest);
        return true;
    }

    /// <summary>Copies the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    /// <summary>Orders by the bytes, first byte first.</summary>
    public int CompareTo(ContentHash other)
    {
        var order = _a.CompareTo(other._a);
        if (order == 0)
            order = _b.CompareTo(other._b);
        if (order == 0)
            order = _c.CompareTo(other._c);
        return order != 0 ? order : _d.CompareTo(other._d);
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> digest = stackalloc byte[Size];
        CopyTo(digest);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary><c>sha256:</c> and 64 lower-case hexadecimal digits, the form used inside JSON.</summary>
    public string ToPrefixedString() => "sha256:" + ToString();

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(ContentHash left, ContentHash right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(ContentHash left, ContentHash right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(ContentHash left, ContentHash right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(ContentHash left, ContentHash right) => left.CompareTo(right) >= 0;
}
