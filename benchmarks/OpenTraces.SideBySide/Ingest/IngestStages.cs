using System.Buffers;
using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Index;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Capture;
using OpenTraces.Schema;
using OpenTraces.SideBySide.Parsing;

namespace OpenTraces.SideBySide.Ingest;

/// <summary>
/// What each part of an import takes on its own, in processor seconds of the process per GB of session, compiler warm. The
/// sessions and their records are in memory; what is stored goes into a folder of its own each round.
/// </summary>
internal static class IngestStages
{
    private const int WarmUp = 2;
    private const int Rounds = 5;

    public static async Task RunAsync(IEnumerable<string> paths)
    {
        var sessions = paths.SelectMany(SessionFiles.Load).ToList();
        var gigabytes = sessions.Sum(s => (double)s.Bytes.Length) / 1e9;
        var traces = new List<CapturedTrace>();
        foreach (var (file, parser, bytes) in sessions)
            traces.Add(await SessionFiles.ReadAsync(parser, Path.GetFileName(file), bytes).ConfigureAwait(false));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sessions.Count} sessions, {1000 * gigabytes:F1} MB"));
        Console.WriteLine("| part | processor s per GB, median | lowest |");
        Console.WriteLine("|---|---|---|");
        await MeasureAsync("token pass", gigabytes, _ =>
        {
            GC.KeepAlive(sessions.Sum(s => TokenPass.Run(s.Bytes)));
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        await MeasureAsync("parse", gigabytes, async _ =>
        {
            foreach (var (file, parser, bytes) in sessions)
                GC.KeepAlive(await SessionFiles.ReadAsync(parser, Path.GetFileName(file), bytes).ConfigureAwait(false));
        }).ConfigureAwait(false);
        await MeasureAsync("digest of the bytes, once", gigabytes, _ =>
        {
            foreach (var session in sessions)
                GC.KeepAlive(ContentHash.Of(session.Bytes));
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        await MeasureAsync("raw bytes stored", gigabytes, folder => StoreAsync(folder, async store =>
        {
            foreach (var session in sessions)
            {
                using var stream = new MemoryStream(session.Bytes, writable: false);
                await store.PutStreamAsync(stream, session.Bytes.Length).ConfigureAwait(false);
            }
        })).ConfigureAwait(false);
        await MeasureAsync("JSON of steps", gigabytes, _ =>
        {
            var page = new ArrayBufferWriter<byte>();
            foreach (var step in traces.SelectMany(t => t.Record.Steps))
            {
                TraceJson.WriteStep(page, step);
                if (page.WrittenCount > 32 * 1024)
                    page.ResetWrittenCount();
            }

            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        await MeasureAsync("records stored, JSON included", gigabytes, folder => StoreAsync(folder, async store =>
        {
            foreach (var trace in traces)
                await new RecordWriter(store).WriteAsync(trace, new StepsWriter(store, document: null), default).ConfigureAwait(false);
        })).ConfigureAwait(false);
        await MeasureAsync("words", gigabytes, folder =>
        {
            var index = new IndexFolder(StoreFiles.Local, folder, TimeProvider.System);
            foreach (var trace in traces)
            {
                using var words = new DocumentBuilder(new PagePartSpool(StoreFiles.Local, index));
                AddWords(words, trace);
                words.Build(trace.Record).Dispose();
            }

            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        await MeasureAsync("whole import from files", gigabytes, async folder =>
        {
            await using var bucket = await TraceBucket.OpenAsync(folder).ConfigureAwait(false);
            await foreach (var result in new TraceCapture(bucket).ImportAsync(sessions.Select(s => s.File)).ConfigureAwait(false))
            {
                if (result.Error is { } error)
                    throw error;
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Pages as long as the widest of a bucket, without storing them.</summary>
    private static void AddWords(DocumentBuilder words, CapturedTrace trace)
    {
        var (first, length) = (0, 0);
        for (var i = 0; i < trace.Record.Steps.Count; i++)
        {
            var step = trace.Record.Steps[i];
            words.Add(step);
            length += (step.Content?.Length ?? 0) + step.Observations.Sum(o => o.Content?.Length ?? 0) + step.ToolCalls.Sum(c => c.Input.Utf8.Length);
            if (length < 32 * 1024 && i < trace.Record.Steps.Count - 1)
                continue;
            words.Close(new Page(first, step.StepIndex, default));
            (first, length) = (step.StepIndex + 1, 0);
        }
    }

    private static async ValueTask StoreAsync(string folder, Func<SegmentBlobStore, ValueTask> work)
    {
        await using var store = await SegmentBlobStore.OpenAsync(folder, StoreFiles.Local, new BlobStoreOptions()).ConfigureAwait(false);
        await work(store).ConfigureAwait(false);
        await store.FlushAsync().ConfigureAwait(false);
    }

    private static async Task MeasureAsync(string part, double gigabytes, Func<string, ValueTask> work)
    {
        var seconds = new List<double>();
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("opentraces-bench-");
            try
            {
                var start = Environment.CpuUsage.TotalTime;
                await work(folder.FullName).ConfigureAwait(false);
                if (round >= 0)
                    seconds.Add((Environment.CpuUsage.TotalTime - start).TotalSeconds);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        seconds.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {part} | {seconds[seconds.Count / 2] / gigabytes:F1} | {seconds[0] / gigabytes:F1} |"));
    }
}
