using System.Collections.Concurrent;
using ZstdSharp;

namespace OpenTraces.Bucket.Segments;

/// <summary>
/// Expands what zstd has compressed, with tables that are used again: to make them costs more than most payloads do. Any
/// number of threads may be in here.
/// </summary>
internal sealed class FrameExpander : IDisposable
{
    private readonly ConcurrentBag<Decompressor> _idle = [];

    /// <summary>Whether a payload expands to exactly as many bytes as there is room for.</summary>
    public bool TryExpand(ReadOnlySpan<byte> stored, Span<byte> raw)
    {
        if (!_idle.TryTake(out var decompressor))
            decompressor = new Decompressor();
        try
        {
            return decompressor.TryUnwrap(stored, raw, out var expanded) && expanded == raw.Length;
        }
        catch (ZstdException)
        {
            return false;
        }
        finally
        {
            _idle.Add(decompressor);
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var decompressor))
            decompressor.Dispose();
    }
}
