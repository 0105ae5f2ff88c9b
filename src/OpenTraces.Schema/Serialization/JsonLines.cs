using System.Buffers;
using System.Runtime.CompilerServices;

namespace OpenTraces.Schema;

/// <summary>Splits a stream at line feeds and holds one line at a time.</summary>
internal static class JsonLines
{
    private const int FirstSize = 64 * 1024;

    public static async IAsyncEnumerable<TraceRecord> ReadAsync(
        Stream input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
        try
        {
            var (start, end, line, last) = (0, 0, 0L, false);
            while (!last || start < end)
            {
                var feed = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
                if (feed < 0 && !last)
                {
                    MakeRoom(ref buffer, ref start, ref end);
                    var read = await input.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
                    last = read == 0;
                    end += read;
                    continue;
                }

                var length = feed < 0 ? end - start : feed;
                line++;
                if (Parse(buffer.AsSpan(start, length), line) is { } record)
                    yield return record;
                start += feed < 0 ? length : length + 1;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void MakeRoom(ref byte[] buffer, ref int start, ref int end)
    {
        if (end < buffer.Length)
            return;
        var held = buffer.AsSpan(start, end - start);
        if (start > 0)
        {
            held.CopyTo(buffer);
        }
        else
        {
            if (buffer.Length == Array.MaxLength)
                throw new OpenTracesException(OpenTracesErrorCode.InvalidTrace, "A line holds 2 GiB or more; a record must be shorter.");
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * buffer.Length, Array.MaxLength));
            held.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        end = held.Length;
        start = 0;
    }

    private static TraceRecord? Parse(ReadOnlySpan<byte> text, long line)
    {
        if (TraceJson.WithoutByteOrderMark(text).Trim(" \t\r"u8).IsEmpty)
            return null;
        try
        {
            return TraceJson.Parse(text);
        }
        catch (OpenTracesException error) when (error.Code == OpenTracesErrorCode.InvalidTrace)
        {
            throw new OpenTracesException(error.Code, $"Line {line}: {error.Message}");
        }
    }
}
