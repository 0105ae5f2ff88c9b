using System.Buffers;
using System.Text;

namespace OpenTraces.Trail.Text;

/// <summary>The forms in which a line is compared.</summary>
internal static class LineText
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>A carriage return at the end belongs to the line end.</summary>
    public static ReadOnlySpan<char> WithoutReturn(ReadOnlySpan<char> line) => line is [.., '\r'] ? line[..^1] : line;

    public static bool IsBlank(ReadOnlySpan<char> line) => line.IsWhiteSpace();

    /// <summary>
    /// A hash of the bytes of a line in which white space at the ends counts for nothing and every other run of it for one
    /// space; 0 for a blank line. FNV-1a in 64 bits: the same everywhere, and kept nowhere.
    /// </summary>
    public static ulong Hash(ReadOnlySpan<byte> line)
    {
        var hash = Offset;
        var (space, any) = (false, false);
        foreach (var b in line)
        {
            if (b is (byte)' ' or >= 9 and <= 13)
            {
                space = any;
                continue;
            }

            if (space)
                hash = (hash ^ ' ') * Prime;
            hash = (hash ^ b) * Prime;
            (space, any) = (false, true);
        }

        return any ? hash : 0;
    }

    /// <inheritdoc cref="Hash(ReadOnlySpan{byte})"/>
    public static ulong Hash(string line)
    {
        var length = Encoding.UTF8.GetMaxByteCount(line.Length);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        var hash = Hash(rented.AsSpan(0, Encoding.UTF8.GetBytes(line, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>Without white space at the ends, every other run of it one space. The result lies in the buffer.</summary>
    public static ReadOnlySpan<char> CollapseSpace(ReadOnlySpan<char> line, ref char[] buffer)
    {
        line = line.Trim();
        if (buffer.Length < line.Length)
            buffer = new char[Math.Max(line.Length, buffer.Length * 2)];
        var length = 0;
        var space = false;
        foreach (var c in line)
        {
            if (char.IsWhiteSpace(c))
            {
                space = true;
                continue;
            }

            if (space)
                buffer[length++] = ' ';
            space = false;
            buffer[length++] = c;
        }

        return buffer.AsSpan(0, length);
    }
}
