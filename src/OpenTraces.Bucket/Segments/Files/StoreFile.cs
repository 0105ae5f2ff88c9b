namespace OpenTraces.Bucket.Segments.Files;

/// <summary>An open file, read and written at offsets. Reads may run concurrently with everything.</summary>
internal abstract class StoreFile : IDisposable
{
    public abstract long Length { get; }

    /// <summary>Fills the buffer from an offset; fewer bytes only at the end of the file.</summary>
    public abstract int Read(long offset, Span<byte> buffer);

    public abstract void Write(long offset, ReadOnlySpan<byte> bytes);

    public abstract void Truncate(long length);

    /// <summary>Returns when every byte written so far, through any handle, survives a power loss.</summary>
    public abstract void Flush();

    public abstract void Dispose();
}
