using System.Collections.Concurrent;
using System.IO.Compression;
using ZstdSharp;

namespace OpenTraces.Bucket.Segments;

/// <summary>Compresses payloads with the codec a bucket was made with. Any number of threads may be in here.</summary>
internal sealed class FrameCompressor(FrameCodec codec) : IDisposable
{
    private const int BrotliQuality = 1;
    private const int BrotliWindow = 22;
    private const int ZstdShortLevel = 1;
    private const int ZstdLongLevel = 3;

    /// <summary>From this length on a higher level saves more than it costs.</summary>
    private const int Long = 64 << 10;

    /// <summary>Below this many bytes compression costs more than it saves.</summary>
    private const int SmallestCompressed = 128;

    private readonly ConcurrentBag<Compressor> _idleShort = [];
    private readonly ConcurrentBag<Compressor> _idleLong = [];

    /// <summary>
    /// Compresses when that saves a sixteenth or more, else copies. Returns the codec used and the length; the destination
    /// has room for the raw bytes.
    /// </summary>
    public FrameCodec Compress(ReadOnlySpan<byte> raw, Span<byte> destination, out int length)
    {
        if (raw.Length >= SmallestCompressed)
        {
            var worthIt = destination[..(raw.Length - (raw.Length / 16))];
            if (codec == FrameCodec.Brotli && BrotliEncoder.TryCompress(raw, worthIt, out length, BrotliQuality, BrotliWindow))
                return FrameCodec.Brotli;
            if (codec == FrameCodec.Zstd && TryZstd(raw, worthIt, out length))
                return FrameCodec.Zstd;
        }

        raw.CopyTo(destination);
        length = raw.Length;
        return FrameCodec.None;
    }

    public void Dispose()
    {
        while (_idleShort.TryTake(out var compressor) || _idleLong.TryTake(out compressor))
            compressor.Dispose();
    }

    private bool TryZstd(ReadOnlySpan<byte> raw, Span<byte> destination, out int length)
    {
        var isLong = raw.Length >= Long;
        var idle = isLong ? _idleLong : _idleShort;
        if (!idle.TryTake(out var compressor))
            compressor = new Compressor(isLong ? ZstdLongLevel : ZstdShortLevel);
        var fits = compressor.TryWrap(raw, destination, out length);
        idle.Add(compressor);
        return fits;
    }
}
