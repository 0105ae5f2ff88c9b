using System.Buffers;

namespace OpenTraces.Capture.Reading;

/// <summary>
/// Reads a stream line by line in bounded memory. A line over the limit is skipped and said to be too long; only its
/// beginning is kept. Line ends are LF or CR LF; a byte order mark at the start is no part of the first line.
/// </summary>
internal sealed class LineReader : IDisposable
{
    private const int InitialBuffer = 128 * 1024;
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly Stream _stream;
    private readonly int _maxLineBytes;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBuffer);
    private int _start;
    private int _end;
    private int _scanned;
    private long _origin;
    private bool _ended;
    private bool _started;

    public LineReader(Stream stream, int maxLineBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLineBytes, 1);
        _stream = stream;
        _maxLineBytes = maxLineBytes;
    }

    /// <summary>The line without its line end; valid until the next read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Where the line begins in the stream, in bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>Physical line, from 1; 0 before the first read.</summary>
    public int Number { get; private set; }

    /// <summary>The line was longer than allowed and <see cref="Line"/> is its beginning.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>False for a last line that nothing ends.</summary>
    public bool IsTerminated { get; private set; }

    /// <summary>Moves to the next line; false at the end.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (!_started)
            await SkipByteOrderMarkAsync(cancellationToken).ConfigureAwait(false);

        IsTooLong = false;
        while (true)
        {
            var feed = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (feed >= 0)
                return Take(_scanned + feed, terminated: true);
            _scanned = _end;
            if (_ended)
                return _start < _end && Take(_end, terminated: false);
            if (IsOverLimit())
                return await SkipLongLineAsync(cancellationToken).ConfigureAwait(false);
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        Line = default;
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private bool Take(int end, bool terminated)
    {
        var length = end - _start;
        if (length > 0 && _buffer[end - 1] == (byte)'\r')
            length--;
        IsTooLong = length > _maxLineBytes;
        Line = _buffer.AsMemory(_start, Math.Min(length, _maxLineBytes));
        IsTerminated = terminated;
        Offset = _origin + _start;
        Number++;
        _start = terminated ? end + 1 : end;
        _scanned = _start;
        return true;
    }

    /// <summary>A carriage return that is one byte over may turn out to belong to the line end.</summary>
    private bool IsOverLimit()
    {
        var over = _end - _start - _maxLineBytes;
        return over > 1 || (over == 1 && _buffer[_end - 1] != (byte)'\r');
    }

    private async ValueTask<bool> SkipLongLineAsync(CancellationToken cancellationToken)
    {
        // The kept beginning stays where it is; everything up to the line end is read behind it and dropped.
        var keep = _start + _maxLineBytes;
        var dropped = 0L;
        Offset = _origin + _start;
        IsTerminated = false;
        while (!IsTerminated && !_ended)
        {
            dropped += _end - keep;
            _end = keep;
            await FillAsync(cancellationToken, ref keep).ConfigureAwait(false);
            var feed = _buffer.AsSpan(keep, _end - keep).IndexOf((byte)'\n');
            if (feed < 0)
                continue;
            IsTerminated = true;
            Line = _buffer.AsMemory(_start, _maxLineBytes);
            _start = keep + feed + 1;
        }

        if (!IsTerminated)
        {
            Line = _buffer.AsMemory(_start, _maxLineBytes);
            _start = _end;
        }

        _origin += dropped;
        _scanned = _start;
        IsTooLong = true;
        Number++;
        return true;
    }

    private ValueTask FillAsync(CancellationToken cancellationToken)
    {
        var keep = 0;
        return FillAsync(cancellationToken, ref keep);
    }

    private ValueTask FillAsync(CancellationToken cancellationToken, ref int offset)
    {
        if (_end == _buffer.Length)
            offset -= MakeRoom();
        return ReadMoreAsync(cancellationToken);
    }

    /// <summary>Moves the bytes in use to the front, or to a larger buffer, and returns by how much they moved.</summary>
    private int MakeRoom()
    {
        var moved = _start;
        var used = _end - _start;
        if (used <= _buffer.Length / 2)
        {
            _buffer.AsSpan(_start, used).CopyTo(_buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(checked(_buffer.Length * 2));
            _buffer.AsSpan(_start, used).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        _origin += moved;
        _start = 0;
        _end = used;
        _scanned -= moved;
        return moved;
    }

    private async ValueTask ReadMoreAsync(CancellationToken cancellationToken)
    {
        var read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _ended = read == 0;
        _end += read;
    }

    private async ValueTask SkipByteOrderMarkAsync(CancellationToken cancellationToken)
    {
        _started = true;
        while (_end < ByteOrderMark.Length && !_ended)
            await ReadMoreAsync(cancellationToken).ConfigureAwait(false);
        if (_buffer.AsSpan(0, _end).StartsWith(ByteOrderMark))
            _start = _scanned = ByteOrderMark.Length;
    }
}
