using System.Buffers;
using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Segments.Lookup;

/// <summary>
/// Lines of one length in a footer, sorted by the 16-byte key each begins with, looked up in the file. Keys are digests and
/// so spread evenly: the place of one in the order follows from its first digits, and one read of a few lines finds it. In
/// memory stay 12 bits for each.
/// </summary>
internal sealed class SortedLines
{
    private const int LinesPerRead = 64;
    private const int BufferLength = 1 << 16;
    private const int LongestLine = 32;

    private readonly FileHandles _handles;
    private readonly string _path;
    private readonly long _start;
    private readonly int _length;
    private readonly LookupFilter _filter;

    private SortedLines(FileHandles handles, string path, long start, int length, int count)
    {
        _handles = handles;
        _path = path;
        _start = start;
        _length = length;
        Count = count;
        _filter = new LookupFilter(count);
    }

    public int Count { get; }

    /// <summary>Reads a footer once from end to end; null when its bytes are not those that were written.</summary>
    /// <param name="handles">Opens the file.</param>
    /// <param name="path">The segment.</param>
    /// <param name="payload">Where the payload of the footer begins.</param>
    /// <param name="header">The header of the footer.</param>
    /// <param name="skip">Where in the payload the lines begin.</param>
    /// <param name="length">The length of a line, at most 32.</param>
    /// <param name="count">The number of lines.</param>
    public static SortedLines? Load(FileHandles handles, string path, long payload, FrameHeader header, int skip, int length, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LongestLine);
        var lines = new SortedLines(handles, path, payload + skip, length, count);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            var crc = Crc32C.Start;
            var isWhole = handles.Use(path, file =>
                Read(file, payload, skip, 1, buffer, ref crc, null)
                && Read(file, payload + skip, count, length, buffer, ref crc, lines._filter)
                && Read(file, payload + skip + ((long)count * length), header.StoredLength - skip - (count * length), 1, buffer, ref crc, null));
            return isWhole && Crc32C.End(crc) == header.PayloadCrc ? lines : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The number of the first line of a key, and the line; -1 when there is none.</summary>
    public int Find(in LookupKey key, Span<byte> line)
    {
        if (!_filter.MayHold(key))
            return -1;
        var found = FindFirst(key, line);
        return found < Count && LookupKey.Read(line) == key ? found : -1;
    }

    public void Read(int line, Span<byte> bytes)
    {
        if (_handles.Read(_path, _start + ((long)line * _length), bytes) < bytes.Length)
            throw new FileNotFoundException("The segment was replaced while it was read.", _path);
    }

    private static bool Read(
        StoreFile file, long offset, int count, int length, byte[] buffer, ref uint crc, LookupFilter? filter)
    {
        for (var perRead = buffer.Length / length; count > 0;)
        {
            var bytes = buffer.AsSpan(0, Math.Min(perRead, count) * length);
            if (file.Read(offset, bytes) < bytes.Length)
                return false;
            crc = Crc32C.Add(crc, bytes);
            offset += bytes.Length;
            count -= bytes.Length / length;
            for (; filter is not null && !bytes.IsEmpty; bytes = bytes[length..])
                filter.Add(LookupKey.Read(bytes));
        }

        return true;
    }

    /// <summary>The number of the first line that is not before a key, and that line.</summary>
    private int FindFirst(in LookupKey key, Span<byte> line)
    {
        Span<byte> lines = stackalloc byte[LinesPerRead * LongestLine];
        var (low, high) = (0, Count);
        var guess = (int)Math.BigMul(key.High, (ulong)Count, out _);
        for (var reads = 0; low < high; reads++)
        {
            var from = Math.Clamp(guess - (LinesPerRead / 2), low, Math.Max(low, high - LinesPerRead));
            var count = Math.Min(LinesPerRead, high - from);
            Read(from, lines[..(count * _length)]);
            if (KeyAt(lines, 0).CompareTo(key) >= 0)
            {
                high = from;
                lines[..line.Length].CopyTo(line);
            }
            else if (KeyAt(lines, count - 1).CompareTo(key) < 0)
            {
                low = from + count;
            }
            else
            {
                return from + FindIn(lines, count, key, line);
            }

            // The first misses are near misses; an order that is not even falls back to halving.
            guess = reads < 2 ? Math.Clamp(guess, low, high) : low + ((high - low) / 2);
        }

        return low;
    }

    private int FindIn(ReadOnlySpan<byte> lines, int count, in LookupKey key, Span<byte> line)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (KeyAt(lines, middle).CompareTo(key) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        lines.Slice(low * _length, line.Length).CopyTo(line);
        return low;
    }

    private LookupKey KeyAt(ReadOnlySpan<byte> lines, int line) => LookupKey.Read(lines[(line * _length)..]);
}
