namespace OpenTraces.Bucket.Segments.Files;

internal sealed class LocalStoreFile(FileStream stream) : StoreFile
{
    public override long Length => RandomAccess.GetLength(stream.SafeFileHandle);

    public override int Read(long offset, Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var read = RandomAccess.Read(stream.SafeFileHandle, buffer[total..], offset + total);
            if (read == 0)
                break;
            total += read;
        }

        return total;
    }

    public override void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(stream.SafeFileHandle, bytes, offset);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // The platform's word for a file that may not become longer; whoever cleans up after a failed write waits for this one.
            throw StoreErrors.TooLong(e);
        }
    }

    public override void Truncate(long length) => RandomAccess.SetLength(stream.SafeFileHandle, length);

    public override void Flush() => RandomAccess.FlushToDisk(stream.SafeFileHandle);

    public override void Dispose() => stream.Dispose();
}
