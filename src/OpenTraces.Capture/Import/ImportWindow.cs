using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>The files that are imported at the same time, in their order: as many as are allowed and no more bytes than <see cref="MaxBytes"/>.</summary>
internal sealed class ImportWindow(int maxFiles)
{
    /// <summary>Bytes of all files in the window; a longer file is alone in it.</summary>
    public const long MaxBytes = 8 << 20;

    private readonly Queue<Entry> _entries = new();
    private long _bytes;

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Whether a file has to wait until the first of the window is done.</summary>
    public bool IsFullFor(string path) => _entries.Count >= maxFiles || (_entries.Count > 0 && _bytes + Weigh(path) > MaxBytes);

    /// <summary>Begins with a file.</summary>
    public void Add(string path, Func<ImportTurn, Task<ImportStep>> begin)
    {
        var turn = new ImportTurn([.. _entries.Select(static e => e.Turn)]);
        var weight = Weigh(path);
        _bytes += weight;
        _entries.Enqueue(new Entry(turn, weight, begin(turn)));
    }

    /// <summary>Puts a failure in the place of a file.</summary>
    public void Add(string path, OpenTracesException error)
    {
        var turn = new ImportTurn([]);
        turn.End();
        _entries.Enqueue(new Entry(turn, 0, Task.FromResult(new ImportStep(new ImportResult { Path = path, Error = error }, null))));
    }

    /// <summary>The first file of the window; it stays in it until it is removed.</summary>
    public Task<ImportStep> First => _entries.Peek().Work;

    public void Remove()
    {
        var entry = _entries.Dequeue();
        entry.Turn.End();
        _bytes -= entry.Weight;
    }

    /// <summary>Waits for what is under way and gives it up, whatever came of it.</summary>
    public async ValueTask GiveUpAsync()
    {
        while (!IsEmpty)
        {
            var work = First;
            await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (work.IsCompletedSuccessfully)
                (await work.ConfigureAwait(false)).Rows?.Dispose();
            Remove();
        }
    }

    /// <summary>Nobody knows how long a compressed file is before it is read: transcripts shrink to about a tenth.</summary>
    private static long Weigh(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) ? 10 : 1) * file.Length : 0;
    }

    private sealed record Entry(ImportTurn Turn, long Weight, Task<ImportStep> Work);
}
