namespace OpenTraces.Capture.Import;

/// <summary>A part of a file, however much the file has grown since: so many bytes from a place on.</summary>
/// <remarks>
/// It is read on the caller's thread, which an import has moved off its own caller's: what stands in the page cache takes less time
/// than handing it from one thread to another.
/// </remarks>
internal sealed class BoundedStream : Stream
{
    private readonly Stream _inner;
    private readonly long _start;

    public BoundedStream(Stream inner, long length, long start = 0)
    {
        _inner = inner;
        _start = start;
        Length = length;
        inner.Position = start;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _inner.Position - _start;
        set => _inner.Position = value + _start;
    }

    public override int Read(Span<byte> buffer) => _inner.Read(buffer[..Allowed(buffer.Length)]);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

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

    private int Allowed(int wanted) => (int)Math.Clamp(Length - Position, 0, wanted);
}
