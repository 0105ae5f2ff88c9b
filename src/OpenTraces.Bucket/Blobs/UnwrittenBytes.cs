namespace OpenTraces.Bucket.Blobs;

/// <summary>The end of a segment that is still in memory: readers copy from it while the writer appends.</summary>
internal sealed class UnwrittenBytes(long start)
{
    private const int FirstLength = 1 << 16;

    /// <summary>The writer writes out when this many bytes are waiting.</summary>
    public const int FullLength = 1 << 20;

    private readonly Lock _lock = new();
    private byte[] _bytes = [];
    private long _start = start;
    private int _length;

    /// <summary>Where in the segment the next frame goes.</summary>
    public long End => _start + _length;

    public long Start => _start;

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    public long Append(ReadOnlySpan<byte> frame)
    {
        lock (_lock)
        {
            if (_length + frame.Length > _bytes.Length)
                Array.Resize(ref _bytes, Math.Max(Math.Max(FirstLength, _bytes.Length * 2), _length + frame.Length));
            frame.CopyTo(_bytes.AsSpan(_length));
            _length += frame.Length;
            return _start + _length - frame.Length;
        }
    }

    /// <summary>The bytes are in the file now.</summary>
    public void Written()
    {
        lock (_lock)
        {
            _start += _length;
            _length = 0;
            if (_bytes.Length > 2 * FullLength)
                _bytes = [];
        }
    }

    /// <summary>Copies bytes from an offset on; false when they are in the file.</summary>
    public bool TryRead(long offset, Span<byte> destination, out int read)
    {
        lock (_lock)
        {
            read = 0;
            if (offset < _start)
                return false;
            var from = (int)Math.Min(offset - _start, _length);
            read = Math.Min(destination.Length, _length - from);
            _bytes.AsSpan(from, read).CopyTo(destination);
            return true;
        }
    }
}
