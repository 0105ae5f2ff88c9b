using System.Buffers;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>
/// The whole of a small file, read once: what is parsed and what is kept are then the same bytes, whatever happens to the file.
/// The buffer is lent to many files in turn, so nothing may use a source of it afterwards.
/// </summary>
internal sealed class SmallContent : IDisposable
{
    /// <summary>A longer file is read once more to be kept.</summary>
    public const int MaxLength = 4 << 20;

    private readonly byte[] _buffer;
    private bool _isDisposed;

    private SmallContent(byte[] buffer, int length) => (_buffer, Length) = (buffer, length);

    public int Length { get; }

    /// <summary>Null when the file is not small, or compressed.</summary>
    public static async ValueTask<SmallContent?> TryReadAsync(SessionFile file, CancellationToken cancellationToken)
    {
        if (file.IsCompressed || file.Length > MaxLength)
            return null;
        var buffer = ArrayPool<byte>.Shared.Rent((int)file.Length);
        try
        {
            var length = await file.Content
                .ReadAtLeastAsync(buffer.AsMemory(0, (int)file.Length), (int)file.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            return new SmallContent(buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <exception cref="ObjectDisposedException">The buffer is another file's by now.</exception>
    public Stream Open()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new MemoryStream(_buffer, 0, Length, writable: false, publiclyVisible: true);
    }

    /// <summary>The bytes as a source of a trace.</summary>
    public RawSource ToSource(string location) => new()
    {
        Name = RawSource.MainName,
        Length = Length,
        Hash = ContentHash.Of(_buffer.AsSpan(0, Length)),
        Location = location,
        Open = Open,
    };

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        ArrayPool<byte>.Shared.Return(_buffer);
    }
}
