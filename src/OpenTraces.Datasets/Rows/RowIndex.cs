using OpenTraces.Datasets.Files;
using OpenTraces.Schema;

namespace OpenTraces.Datasets.Rows;

/// <summary>The index as far as it is complete. It says where each of the three files ends; what lies beyond was never acknowledged.</summary>
internal sealed class RowIndex
{
    private RowIndex(IReadOnlyList<RowIndexEntry> entries, long end) => (Entries, End) = (entries, end);

    public IReadOnlyList<RowIndexEntry> Entries { get; }

    /// <summary>Bytes of the index file that count.</summary>
    public long End { get; }

    public long DataEnd => Entries.Count == 0 ? 0 : Entries[^1].DataEnd;

    public long ProvenanceEnd => Entries.Count == 0 ? 0 : Entries[^1].ProvenanceEnd;

    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.StoreCorrupt"/>: a line before the last batch is damaged.</exception>
    public static async ValueTask<RowIndex> ReadAsync(DatasetFolder folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(folder.RowIndex))
            return new RowIndex([], 0);
        var entries = new List<RowIndexEntry>();
        var complete = 0;
        long end = 0;
        var damaged = false;
        await foreach (var line in LineReader.ReadAsync(folder.RowIndex, cancellationToken).ConfigureAwait(false))
        {
            var entry = RowIndexJson.Read(line.Bytes);
            if (entry is null || !Follows(entries, entry))
            {
                damaged = true;
                continue;
            }

            if (damaged)
                throw Damaged(folder);
            entries.Add(entry);
            if (entry.ClosesBatch)
                (complete, end) = (entries.Count, line.End);
        }

        entries.RemoveRange(complete, entries.Count - complete);
        return new RowIndex(entries, end);
    }

    private static bool Follows(List<RowIndexEntry> entries, RowIndexEntry entry)
    {
        var last = entries.Count == 0 ? null : entries[^1];
        return entry.Row.Line == entries.Count + 1
            && entry.Offset == (last?.DataEnd ?? 0)
            && entry.ProvenanceOffset == (last?.ProvenanceEnd ?? 0)
            && entry.BatchPosition == (last is null || last.ClosesBatch ? 0 : last.BatchPosition + 1);
    }

    private static OpenTracesException Damaged(DatasetFolder folder) => new(OpenTracesErrorCode.StoreCorrupt,
        $"'{folder.RowIndex}' is damaged before its end. Restore the dataset from a backup, or create it again and run it.");
}
