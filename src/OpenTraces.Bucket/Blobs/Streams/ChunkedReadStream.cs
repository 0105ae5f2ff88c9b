namespace OpenTraces.Bucket.Blobs.Streams;

/// <summary>Reads a stream chunk by chunk; holds one chunk at a time.</summary>
internal sealed class ChunkedReadStream : Stream
{
    private readonly BlobFinder _finder;
    private readonly IReadOnlyList<ChunkRef> _chunks;
    private readonly long[] _ends;
    private ReadOnlyMemory<byte> _current;
    private int _currentChunk = -1;
    private long _position;

    public ChunkedReadStream(BlobFinder finder, StreamLayout layout)
    {
        _finder = finder;
        _chunks = layout.Chunks;
        _ends = new long[_chunks.Count];
        var end = 0L;
        for (var i = 0; i < _ends.Length; i++)
            _ends[i] = end += _chunks[i].Length;
        Length = layout.Length;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public override int Read(Span<byte> buffer) => Read(buffer, CancellationToken.None);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Read(buffer.Span, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin)
    {
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => Length + offset,
        };
        return _position;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Read(Span<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_position >= Length || buffer.IsEmpty)
            return 0;
        var chunk = Array.BinarySearch(_ends, _position + 1);
        if (chunk < 0)
            chunk = ~chunk;
        if (chunk != _currentChunk)
        {
            _current = _finder.ReadChunk(_chunks[chunk], cancellationToken);
            _currentChunk = chunk;
        }

        var from = (int)(_position - (_ends[chunk] - _chunks[chunk].Length));
        var count = Math.Min(buffer.Length, _current.Length - from);
        _current.Span.Slice(from, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
