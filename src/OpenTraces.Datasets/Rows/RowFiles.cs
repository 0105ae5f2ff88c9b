using OpenTraces.Datasets.Files;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Rows;

/// <summary>
/// The data, the provenance and the index, appended in this order, each flushed. The index's last entry of a batch is
/// the commit: until it is there, the run has appended nothing.
/// </summary>
internal static class RowFiles
{
    /// <summary>Cuts off what a run that died had written. The cut bytes are kept in <c>.opentraces/torn</c>.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.StoreCorrupt"/>: acknowledged bytes are missing.</exception>
    public static async ValueTask RepairAsync(DatasetFolder folder, RowIndex index, CancellationToken cancellationToken)
    {
        await CutAsync(folder, folder.Data, index.DataEnd, cancellationToken).ConfigureAwait(false);
        await CutAsync(folder, folder.RowProvenance, index.ProvenanceEnd, cancellationToken).ConfigureAwait(false);
        await CutAsync(folder, folder.RowIndex, index.End, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Appends one batch whose entries already name their places.</summary>
    public static async ValueTask AppendAsync(
        DatasetFolder folder, RowIndex index, Stream rows, IEnumerable<RawJson> provenance, IReadOnlyList<RowIndexEntry> entries)
    {
        if (entries.Count == 0)
            return;
        await AppendAsync(folder.Data, index.DataEnd, stream => rows.CopyToAsync(stream)).ConfigureAwait(false);
        await AppendAsync(folder.RowProvenance, index.ProvenanceEnd, stream => WriteLinesAsync(stream, provenance)).ConfigureAwait(false);
        await AppendAsync(folder.RowIndex, index.End, stream => WriteLinesAsync(stream, entries.Select(RowIndexJson.Write))).ConfigureAwait(false);
    }

    /// <summary>Takes back what an append that failed had written.</summary>
    public static void RollBack(DatasetFolder folder, RowIndex index)
    {
        foreach (var (path, end) in new[] { (folder.RowIndex, index.End), (folder.RowProvenance, index.ProvenanceEnd), (folder.Data, index.DataEnd) })
        {
            if (!File.Exists(path))
                continue;
            using var stream = DurableFile.Open(path, FileMode.Open);
            if (stream.Length > end)
                stream.SetLength(end);
        }
    }

    /// <summary>The bytes at a place; shorter when the file is.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(FileStream file, long offset, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        file.Position = offset;
        var read = await file.ReadAtLeastAsync(bytes, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return bytes.AsMemory(0, read);
    }

    private static async ValueTask AppendAsync(string path, long at, Func<Stream, Task> write)
    {
        var stream = DurableFile.Open(path, FileMode.OpenOrCreate);
        await using (stream.ConfigureAwait(false))
        {
            stream.Position = at;
            await write(stream).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }
    }

    private static async Task WriteLinesAsync(Stream stream, IEnumerable<RawJson> lines)
    {
        foreach (var line in lines)
        {
            await stream.WriteAsync(line.Utf8).ConfigureAwait(false);
            await stream.WriteAsync("\n"u8.ToArray()).ConfigureAwait(false);
        }
    }

    private static async ValueTask CutAsync(DatasetFolder folder, string path, long end, CancellationToken cancellationToken)
    {
        var length = File.Exists(path) ? new FileInfo(path).Length : 0;
        if (length < end)
        {
            throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"'{path}' has {length} bytes where {end} were written. Restore the dataset from a backup, or create it again and run it.");
        }

        if (length == end)
            return;
        var stream = DurableFile.Open(path, FileMode.Open);
        await using (stream.ConfigureAwait(false))
        {
            var tail = await ReadAsync(stream, end, checked((int)(length - end)), cancellationToken).ConfigureAwait(false);
            DurableFile.CreateFolder(folder.Torn);
            var kept = Path.Combine(folder.Torn, $"{Path.GetFileName(path)}.{end}-{length}");
            await DurableFile.ReplaceAsync(kept, tail, cancellationToken).ConfigureAwait(false);
            stream.SetLength(end);
            stream.Flush(flushToDisk: true);
        }
    }
}
