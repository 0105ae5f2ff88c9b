using System.Buffers;
using System.Security.Cryptography;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Ingest;

/// <summary>Digests of beginnings of a stream.</summary>
internal static class SourceDigests
{
    private const int BufferSize = 128 * 1024;

    /// <summary>
    /// The digests of the first n bytes for every length given, in one pass. Lengths are ascending, without duplicates,
    /// and none is beyond the end.
    /// </summary>
    public static async ValueTask<Dictionary<long, ContentHash>> OfBeginningsAsync(
        Stream stream, IReadOnlyList<long> lengths, CancellationToken cancellationToken)
    {
        var digests = new Dictionary<long, ContentHash>(lengths.Count);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long done = 0;
            foreach (var length in lengths)
            {
                while (done < length)
                {
                    var wanted = (int)Math.Min(buffer.Length, length - done);
                    var read = await stream.ReadAsync(buffer.AsMemory(0, wanted), cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                        throw new EndOfStreamException($"The stream ends at {done} bytes of {length}.");
                    hash.AppendData(buffer, 0, read);
                    done += read;
                }

                digests[length] = new ContentHash(hash.GetCurrentHash());
            }

            return digests;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
