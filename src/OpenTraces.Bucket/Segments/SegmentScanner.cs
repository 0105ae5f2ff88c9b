using System.Buffers;
using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Segments;

/// <summary>
/// Walks the frames of a segment one after the other. Where the next frame is not valid it looks for the magic of a later
/// valid one, so that damage costs what it hit and nothing behind it.
/// </summary>
internal sealed class SegmentScanner : IDisposable
{
    private const int WindowLength = 1 << 18;

    private readonly StoreFile _file;
    private readonly long _length;
    private byte[] _window;
    private long _windowStart;
    private int _windowLength;

    private SegmentScanner(StoreFile file)
    {
        _file = file;
        _length = file.Length;
        _window = ArrayPool<byte>.Shared.Rent(WindowLength);
    }

    /// <summary>Shows every valid frame from an offset on to <paramref name="visit"/>.</summary>
    public static ScanOutcome Scan(StoreFile file, long from, FrameVisitor visit, CancellationToken cancellationToken)
    {
        using var scanner = new SegmentScanner(file);
        return scanner.Run(from, visit, cancellationToken);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_window);

    private ScanOutcome Run(long from, FrameVisitor visit, CancellationToken cancellationToken)
    {
        var damage = new List<DamagedRange>();
        var position = from;
        while (position < _length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = FindFrame(position, out var header);
            if (next < 0)
                break;
            if (next > position)
                AddDamage(damage, position, next);
            if (header.Kind == FrameKind.Footer)
                return new ScanOutcome(next, 0, next, damage);
            var end = next + header.FrameLength;
            if (!visit(next, header, Peek(next + FrameHeader.Size, header.StoredLength)))
                AddDamage(damage, next, end);
            position = end;
        }

        return new ScanOutcome(position, Math.Max(0, _length - position), null, damage);
    }

    private static void AddDamage(List<DamagedRange> damage, long start, long end)
    {
        if (damage.Count > 0 && damage[^1].Offset + damage[^1].Length == start)
            damage[^1] = damage[^1] with { Length = end - damage[^1].Offset };
        else
            damage.Add(new DamagedRange(start, end - start));
    }

    /// <summary>The offset of the first valid frame at or behind a position, or -1.</summary>
    private long FindFrame(long position, out FrameHeader header)
    {
        while (true)
        {
            if (IsFrame(position, out header))
                return position;
            position = FindMagic(position + 1);
            if (position < 0)
                return -1;
        }
    }

    private bool IsFrame(long position, out FrameHeader header) =>
        FrameHeader.TryRead(Peek(position, FrameHeader.Size), out header)
        && position + header.FrameLength <= _length
        && header.MatchesPayload(Peek(position + FrameHeader.Size, header.StoredLength));

    private long FindMagic(long position)
    {
        while (position + FrameHeader.Size <= _length)
        {
            var bytes = Peek(position, (int)Math.Min(WindowLength, _length - position));
            if (bytes.Length < FrameHeader.Size)
                return -1;
            var found = bytes.IndexOf(FrameHeader.Magic);
            if (found >= 0)
                return position + found;
            position += bytes.Length - FrameHeader.Magic.Length + 1;
        }

        return -1;
    }

    /// <summary>Bytes at a position; fewer than asked for only at the end of the file.</summary>
    private ReadOnlySpan<byte> Peek(long position, int count)
    {
        if (position < _windowStart || position + count > _windowStart + _windowLength)
            Fill(position, count);
        var start = (int)(position - _windowStart);
        return _window.AsSpan(start, Math.Min(count, _windowLength - start));
    }

    private void Fill(long position, int count)
    {
        if (_window.Length < count)
        {
            ArrayPool<byte>.Shared.Return(_window);
            _window = ArrayPool<byte>.Shared.Rent(count);
        }

        _windowStart = position;
        _windowLength = _file.Read(position, _window.AsSpan(0, (int)Math.Min(_window.Length, Math.Max(0, _length - position))));
    }
}
