using System.Buffers;
using System.Security.Cryptography;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs.Streams;

/// <summary>The next few megabytes of a source of known length; hashes what is taken from it.</summary>
internal sealed class SourceWindow(Stream source, long length) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
    private int _start;
    private int _end;

    /// <summary>How many bytes have not been taken yet.</summary>
    public long Remaining { get; private set; } = length;

    /// <summary>The next bytes: <paramref name="count"/> of them, or all that remain.</summary>
    /// <exception cref="OpenTracesException">The source ends before its length.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancellationToken)
    {
        count = (int)Math.Min(count, Remaining);
        if (_end - _start < count)
            await FillAsync(count, cancellationToken).ConfigureAwait(false);
        return _buffer.AsMemory(_start, count);
    }

    public void Take(int count)
    {
        _hash.AppendData(_buffer, _start, count);
        _start += count;
        Remaining -= count;
    }

    /// <summary>The digest of everything taken.</summary>
    public ContentHash Digest()
    {
        Span<byte> digest = stackalloc byte[ContentHash.Size];
        _hash.GetCurrentHash(digest);
        return new ContentHash(digest);
    }

    public void Dispose()
    {
        _hash.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private async ValueTask FillAsync(int count, CancellationToken cancellationToken)
    {
        var held = _end - _start;
        if (_buffer.Length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(count);
            _buffer.AsSpan(_start, held).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(_start, held).CopyTo(_buffer);
        }

        (_start, _end) = (0, held);
        while (_end < count)
        {
            var room = (int)Math.Min(_buffer.Length - _end, Remaining - _end);
            var read = await source.ReadAsync(_buffer.AsMemory(_end, room), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new OpenTracesException(
                    OpenTracesErrorCode.SourceChanged,
                    "The source ended before the length it had when it was opened: it was cut while it was read. Try again.");
            }

            _end += read;
        }
    }
}
