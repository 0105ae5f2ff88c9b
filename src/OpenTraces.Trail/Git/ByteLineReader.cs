namespace OpenTraces.Trail.Git;

/// <summary>Reads records that end with a byte from a stream, in one buffer that grows only for a long record.</summary>
internal sealed class ByteLineReader(Stream stream, int limit = ByteLineReader.DefaultLimit)
{
    /// <summary>Records longer than this are cut: no line that a person wrote is.</summary>
    public const int DefaultLimit = 4 * 1024 * 1024;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _done;

    /// <summary>
    /// The next record without its end, valid until the next call; null at the end of the stream. A last record without
    /// an end counts.
    /// </summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(byte terminator, CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf(terminator);
            if (at >= 0)
                return Take(searched + at, 1);
            searched = _end - _start;
            if (searched >= limit)
                return await CutAsync(terminator, cancellationToken).ConfigureAwait(false);
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
                return searched > 0 ? Take(searched, 0) : default(ReadOnlyMemory<byte>?);
        }
    }

    /// <summary>Passes over one record without keeping it.</summary>
    public async ValueTask<bool> SkipAsync(byte terminator, CancellationToken cancellationToken)
    {
        var any = false;
        while (true)
        {
            var at = _buffer.AsSpan(_start, _end - _start).IndexOf(terminator);
            if (at >= 0)
            {
                _start += at + 1;
                return true;
            }

            any |= _end > _start;
            _start = _end = 0;
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
                return any;
        }
    }

    /// <summary>The next byte without taking it; -1 at the end.</summary>
    public async ValueTask<int> PeekAsync(CancellationToken cancellationToken)
    {
        while (_start == _end)
        {
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
                return -1;
        }

        return _buffer[_start];
    }

    /// <summary>Takes exactly so many bytes.</summary>
    public async ValueTask<byte[]> ReadExactlyAsync(int count, CancellationToken cancellationToken)
    {
        var result = new byte[count];
        var held = Math.Min(count, _end - _start);
        _buffer.AsSpan(_start, held).CopyTo(result);
        _start += held;
        await stream.ReadExactlyAsync(result.AsMemory(held), cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>Passes over exactly so many bytes.</summary>
    public async ValueTask SkipExactlyAsync(long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if (_start == _end && !await FillAsync(cancellationToken).ConfigureAwait(false))
                throw new EndOfStreamException();
            var step = (int)Math.Min(count, _end - _start);
            _start += step;
            count -= step;
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int terminator)
    {
        var record = _buffer.AsMemory(_start, length);
        _start += length + terminator;
        return record;
    }

    private async ValueTask<ReadOnlyMemory<byte>?> CutAsync(byte terminator, CancellationToken cancellationToken)
    {
        var record = _buffer.AsSpan(_start, limit).ToArray();
        _start += limit;
        await SkipAsync(terminator, cancellationToken).ConfigureAwait(false);
        return record;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_done)
            return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _done = read == 0;
        _end += read;
        return read > 0;
    }
}
