using OpenTraces.Capture;
using OpenTraces.Conformance;

namespace OpenTraces.Fuzz.Checks;

/// <summary>The guarantees of a parser, on bytes nobody meant.</summary>
internal static class MutantCheck
{
    /// <summary>What one reading may allocate: a part for being there, and so many bytes for each byte of the session.</summary>
    private const long MaxBase = 4 << 20;
    private const long MaxPerByte = 300;

    /// <summary>The first guarantee that is broken; null when all hold.</summary>
    public static string? Find(IHarnessParser parser, byte[] bytes, Tally tally)
    {
        try
        {
            Detect(parser, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var first = Read(parser, bytes);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            tally.Entries += first.Entries.Count;
            tally.Steps += first.Steps.Count;
            return SessionCheck.Find(first)
                ?? EntryCount.Find(first, bytes)
                ?? (allocated > MaxBase + (MaxPerByte * bytes.Length) ? $"allocates {allocated} bytes for {bytes.Length}" : null)
                ?? (first.Print() == Read(parser, bytes, reopen: () => new MemoryStream(bytes)).Print() ? null : "is read differently the second time");
        }
        catch (Exception exception)
        {
            var frames = exception.StackTrace?.Split('\n') ?? [];
            return $"throws {exception.GetType().Name} {(frames.FirstOrDefault(f => f.Contains("OpenTraces", StringComparison.Ordinal)) ?? frames.FirstOrDefault())?.Trim()}";
        }
    }

    private static void Detect(IHarnessParser parser, byte[] bytes)
    {
        foreach (var length in (int[])[bytes.Length, bytes.Length / 2, Math.Min(bytes.Length, 100)])
        {
            var header = bytes.AsSpan(0, Math.Min(length, HarnessProbe.HeaderLength));
            _ = parser.CanRead(new HarnessProbe(header, header.Length == bytes.Length, "x"));
        }
    }

    // Memory streams answer at once, so the reading ends on this thread before the call returns.
    private static RecordedSession Read(IHarnessParser parser, byte[] bytes, Func<Stream>? reopen = null) => RecordedSession.ReadAsync(
        parser, new SessionSource { FileName = "session.jsonl", Content = new MemoryStream(bytes), MaxLineBytes = 1 << 24, Reopen = reopen })
        .GetAwaiter().GetResult();
}
