using OpenTraces.Schema;
using ZstdSharp;

namespace OpenTraces.Capture.Import;

/// <summary>
/// The content of a zstd file: one frame or several, skippable ones among them. Memory is that of one window. Going back
/// starts again from the beginning.
/// </summary>
internal sealed class ZstdStream : Stream
{
    private readonly Stream _compressed;
    private readonly string _path;
    private DecompressionStream _content;
    private long _position;

    /// <param name="compressed">Seekable; disposed with this.</param>
    /// <param name="path">For messages.</param>
    public ZstdStream(Stream compressed, string path)
    {
        _compressed = compressed;
        _path = path;
        _content = Start();
    }

    public override bool CanRead => true;

    /// <summary>False although it can go back: whoever asks wants the length too.</summary>
    public override bool CanSeek => false;

    public override bool CanWrite => false;

    /// <summary>Nobody knows before the end.</summary>
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>Whether a file begins like one: with a frame, or with one that is to be skipped.</summary>
    public static bool IsZstd(ReadOnlySpan<byte> header) => header is [0x28, 0xB5, 0x2F, 0xFD, ..]
        or [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..];

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Advance(_content.Read(buffer));
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Damaged(exception);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Advance(await _content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Damaged(exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => Length + offset,
        };
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        if (target < _position)
        {
            _content.Dispose();
            _content = Start();
        }

        if (_position == target)
            return _position;
        var skipped = new byte[64 * 1024];
        while (_position < target && Read(skipped.AsSpan(0, (int)Math.Min(skipped.Length, target - _position))) > 0)
        {
            // Read keeps the position.
        }

        return _position;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
            _compressed.Dispose();
        }

        base.Dispose(disposing);
    }

    private DecompressionStream Start()
    {
        _compressed.Position = 0;
        _position = 0;
        return new DecompressionStream(_compressed, checkEndOfStream: true, leaveOpen: true);
    }

    private int Advance(int read)
    {
        _position += read;
        return read;
    }

    private static bool IsDamage(Exception exception) => exception is ZstdException or EndOfStreamException;

    private OpenTracesException Damaged(Exception inner) => new(OpenTracesErrorCode.InvalidTrace,
        $"The zstd file '{_path}' is cut off or damaged, so nothing of it was imported. Take it from a backup, or decompress what is left with 'zstd -d' and import that.", inner);
}
