using OpenTraces.Schema;

namespace OpenTraces.Bucket.Ingest;

/// <summary>
/// The bytes of a <see cref="RawSource"/> and none beyond: a file that grew meanwhile ends where it was read to, one that
/// shrank is refused.
/// </summary>
internal sealed class SourceStream : Stream
{
    private readonly RawSource _source;
    private readonly Stream _inner;
    private long _position;

    private SourceStream(RawSource source, Stream inner) => (_source, _inner) = (source, inner);

    public override bool CanRead => true;

    public override bool CanSeek => _inner.CanSeek;

    public override bool CanWrite => false;

    public override long Length => _source.Length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public static SourceStream Open(RawSource source)
    {
        try
        {
            return new SourceStream(source, source.Open());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Changed(source, e);
        }
    }

    /// <summary>The bytes without a copy, when they are in memory already.</summary>
    public bool TryGetWhole(out ReadOnlyMemory<byte> whole)
    {
        whole = default;
        if (_inner is not MemoryStream memory || !memory.TryGetBuffer(out var held) || held.Count < _source.Length)
            return false;
        whole = held.AsMemory(0, (int)_source.Length);
        return true;
    }

    public static OpenTracesException Changed(RawSource source, Exception? inner = null) => new(
        OpenTracesErrorCode.SourceChanged,
        $"The source '{source.Location ?? source.Name}' is not what was read a moment ago. Nothing was kept; read it again.", inner);

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, _source.Length - _position);
        return wanted <= 0 ? 0 : Advance(_inner.Read(buffer[..wanted]));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = (int)Math.Min(buffer.Length, _source.Length - _position);
        return wanted <= 0 ? 0 : Advance(await _inner.ReadAsync(buffer[..wanted], cancellationToken).ConfigureAwait(false));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => _source.Length + offset,
        };
        return _position = _inner.Seek(target, SeekOrigin.Begin);
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }

    private int Advance(int read)
    {
        if (read == 0)
            throw Changed(_source);
        _position += read;
        return read;
    }
}
