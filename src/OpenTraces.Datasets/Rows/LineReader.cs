using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace OpenTraces.Datasets.Rows;

/// <summary>Lines of a file, split at line feeds only. A last line without one is torn and is not returned.</summary>
internal static class LineReader
{
    public static async IAsyncEnumerable<(ReadOnlyMemory<byte> Bytes, long End)> ReadAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using var closing = stream.ConfigureAwait(false);
        var reader = PipeReader.Create(stream);
        long end = 0;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var rest = result.Buffer;
            while (rest.PositionOf((byte)'\n') is { } feed)
            {
                var line = rest.Slice(0, feed).ToArray();
                end += line.Length + 1;
                rest = rest.Slice(rest.GetPosition(1, feed));
                yield return (line, end);
            }

            reader.AdvanceTo(rest.Start, rest.End);
            if (result.IsCompleted)
                yield break;
        }
    }
}
