using System.Runtime.CompilerServices;
using OpenTraces.Bucket;
using OpenTraces.Capture.Harnesses;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>One import: small files side by side, large ones alone, each with a result of its own, in their order.</summary>
internal sealed class ImportRun(ITraceStore store, HarnessCatalog catalog, ImportOptions options)
{
    private const int Attempts = 3;
    private readonly TraceKeeper _keeper = new(store);
    private long _bytes;

    public async IAsyncEnumerable<ImportResult> RunAsync(
        IEnumerable<string> paths, IProgress<ImportProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var forced = options.Agent is { } agent ? catalog.Named(agent) : null;
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxParallelFiles, 1);
        var files = ImportPaths.Expand(paths, cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var window = new ImportWindow(options.MaxParallelFiles);
        try
        {
            for (var (next, done) = (0, 0); done < files.Count; done++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new ImportProgress(done, files.Count, Interlocked.Read(ref _bytes)));
                for (; next < files.Count && !window.IsFullFor(files[next].Path); next++)
                    Begin(window, files[next], forced, ending.Token);
                var (result, rows) = await window.First.ConfigureAwait(false);
                if (result is not null)
                    yield return result;
                if (rows is not null)
                {
                    while (await NextAsync(rows, cancellationToken).ConfigureAwait(false) is { } row)
                    {
                        progress?.Report(new ImportProgress(done, files.Count, Interlocked.Read(ref _bytes) + rows.Offset));
                        yield return row;
                    }

                    Interlocked.Add(ref _bytes, rows.Offset);
                    rows.Dispose();
                }

                window.Remove();
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await window.GiveUpAsync().ConfigureAwait(false);
        }

        progress?.Report(new ImportProgress(files.Count, files.Count, Interlocked.Read(ref _bytes)));
    }

    private void Begin(
        ImportWindow window, (string Path, OpenTracesException? Error) file, IHarnessParser? forced, CancellationToken cancellationToken)
    {
        if (file.Error is { } error)
            window.Add(file.Path, error);
        else
            window.Add(file.Path, turn => ImportAsync(file.Path, forced, turn, cancellationToken));
    }

    private static async ValueTask<ImportResult?> NextAsync(RowImport rows, CancellationToken cancellationToken)
    {
        await YieldAsync();
        return await rows.NextAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes on on a thread of the pool: whoever asks for the next result may hold up a window while it waits.</summary>
    private static ConfiguredTaskAwaitable YieldAsync() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    private async Task<ImportStep> ImportAsync(
        string path, IHarnessParser? forced, ImportTurn turn, CancellationToken cancellationToken)
    {
        await YieldAsync();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ReadAsync(path, forced, turn, cancellationToken).ConfigureAwait(false);
            }
            catch (OpenTracesException exception) when (exception.Code == OpenTracesErrorCode.SourceChanged && attempt < Attempts)
            {
                // Somebody rewrote the file between reading and keeping it: read it as it is now.
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                return Ended(turn, new ImportResult { Path = path, Error = TraceKeeper.Describe(path, exception) });
            }
        }
    }

    /// <summary>Files that wait for this one to be kept go on; rows are kept later.</summary>
    private static ImportStep Ended(ImportTurn turn, ImportResult result)
    {
        turn.End();
        return new ImportStep(result, null);
    }

    private async ValueTask<ImportStep> ReadAsync(
        string path, IHarnessParser? forced, ImportTurn turn, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Looked at before it is opened: opening a named pipe would wait for a writer.
        if (new FileInfo(path) is { Exists: true, Length: 0, LinkTarget: null })
            return Ended(turn, new ImportResult { Path = path, UnsupportedFormat = "empty" });
        var file = SessionFile.Open(path);
        RowImport? rows = null;
        try
        {
            var header = await file.ReadHeaderAsync(HarnessProbe.HeaderLength, cancellationToken).ConfigureAwait(false);
            var (parser, format) = Detect(file, header, forced);
            if (parser is IRowParser rowParser && rowParser.HoldsRows(new HarnessProbe(header, file.IsWhole(header.Length, HarnessProbe.HeaderLength), file.Name)))
            {
                rows = new RowImport(_keeper, file, rowParser, options.MaxLineBytes);
                turn.HoldAny();
                return new ImportStep(null, rows);
            }

            return Ended(turn, await ReadWholeAsync(file, header, parser, format, forced is not null, turn, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            if (rows is null)
                file.Dispose();
        }
    }

    private async ValueTask<ImportResult> ReadWholeAsync(
        SessionFile file, byte[] header, IHarnessParser? parser, string? format, bool isForced, ImportTurn turn,
        CancellationToken cancellationToken)
    {
        if (parser is null)
        {
            Interlocked.Add(ref _bytes, header.Length);
            return new ImportResult { Path = file.Location, UnsupportedFormat = format };
        }

        // Nobody knows how long a compressed file is before it is read: transcripts shrink to about a tenth.
        var isLarge = (file.IsCompressed ? 10 : 1) * file.Length > options.MaxHeldBytes;
        using var small = isLarge ? null : await SmallContent.TryReadAsync(file, cancellationToken).ConfigureAwait(false);
        var receiver = isLarge ? store.ReceiveSteps() : null;
        try
        {
            var (trace, calls) = await ParseAsync(file, small, parser, isLarge, receiver, cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref _bytes, file.Length);
            if (!isForced || trace.Report.Lines is not { Mapped: 0, Folded: 0, Carried: 0 })
            {
                await turn.WaitAsync(trace.Key.ToTraceId(), cancellationToken).ConfigureAwait(false);
                var result = await _keeper.KeepAsync(file.Location, line: null, trace, cancellationToken).ConfigureAwait(false);
                // Only here is it known which calls in the log were those of a trace that was forgotten.
                if (result.Receipt is { Outcome: IngestOutcome.Forgotten } && options.Calls is { } log)
                    await log.DeleteAsync(trace.Key.Agent, trace.Key.SessionId, calls, cancellationToken).ConfigureAwait(false);
                return result;
            }
        }
        finally
        {
            if (receiver is not null)
                await receiver.DisposeAsync().ConfigureAwait(false);
        }

        var told = catalog.Detect(new HarnessProbe(header, file.IsWhole(header.Length, HarnessProbe.HeaderLength), file.Name)).Format;
        return new ImportResult { Path = file.Location, UnsupportedFormat = told ?? "unknown" };
    }

    private (IHarnessParser? Parser, string? Format) Detect(SessionFile file, byte[] header, IHarnessParser? forced)
    {
        var isWhole = file.IsWhole(header.Length, HarnessProbe.HeaderLength);
        if (forced is null)
        {
            var found = catalog.Detect(new HarnessProbe(header, isWhole, file.Name));
            return file.IsCompressed && found.Parser is null ? (null, "zstd") : found;
        }

        var format = ForeignFormats.NameBytes(header, isWhole);
        return format is null ? (forced, null) : (null, format);
    }

    private async ValueTask<(CapturedTrace Trace, IReadOnlySet<string> Calls)> ParseAsync(
        SessionFile file, SmallContent? small, IHarnessParser parser, bool isLarge, StepReceiver? receiver, CancellationToken cancellationToken)
    {
        List<RawSource> sources = [];
        var companions = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (name, (path, bytes)) in await CompanionFiles.ReadAsync(file.Location, cancellationToken).ConfigureAwait(false))
        {
            companions.Add(name, bytes);
            sources.Add(RawSource(name, path, bytes));
        }

        var relay = receiver is null ? null : new StepRelay(receiver, cancellationToken);
        var session = new SessionCollector(keepsSteps: !isLarge, relay, keepsCalls: true);
        SessionHeader header;
        RawSource main;
        try
        {
            (header, main) = small is null
                ? await ReadAsync(file, parser, Source, session, cancellationToken).ConfigureAwait(false)
                : (await parser.ParseAsync(Source(small.Open()), session, cancellationToken).ConfigureAwait(false), small.ToSource(file.Location));
            if (relay is not null)
                await relay.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (relay is not null)
                await relay.DisposeAsync().ConfigureAwait(false);
        }

        var seen = await FindCallsAsync(header, session, cancellationToken).ConfigureAwait(false);
        if (!seen.IsEmpty)
            sources.Add(RawSource(CallLog.SourceName, CallLog.SourceName, seen.ToSource()));
        var trace = TraceAssembly.Build(
            header, session, parser, [main, .. sources], seen, isLarge ? new StepReplay(parser, main, Source) : null, receiver);
        return (trace, session.StepOfCall.Keys.ToHashSet(StringComparer.Ordinal));

        SessionSource Source(Stream bytes) => new()
        {
            FileName = file.Name,
            Content = bytes,
            Reopen = isLarge ? file.Opening() : null,
            Companions = companions,
            MaxLineBytes = options.MaxLineBytes,
        };
    }

    /// <summary>What the store holds already, which may be the only copy, and what came since.</summary>
    private async ValueTask<SeenCalls> FindCallsAsync(SessionHeader header, SessionCollector session, CancellationToken cancellationToken)
    {
        var known = await StoredCalls.ReadAsync(store, TraceAssembly.KeyOf(header).ToTraceId(), cancellationToken).ConfigureAwait(false);
        if (options.Calls is { } calls)
            known = [.. known, .. await calls.ReadAsync(header.Agent.Name, header.SessionId, cancellationToken).ConfigureAwait(false)];
        return known.Count == 0 ? SeenCalls.None : SeenCalls.Of(known, session);
    }

    private static async ValueTask<(SessionHeader Header, RawSource Main)> ReadAsync(
        SessionFile file, IHarnessParser parser, Func<Stream, SessionSource> source, SessionCollector session, CancellationToken cancellationToken)
    {
        using var content = new HashingStream(file.Content);
        var header = await parser.ParseAsync(source(content), session, cancellationToken).ConfigureAwait(false);
        var hash = await content.FinishAsync(cancellationToken).ConfigureAwait(false);
        return (header, file.ToSource(content.BytesRead, hash));
    }

    private static RawSource RawSource(string name, string path, byte[] bytes) => new()
    {
        Name = name,
        Length = bytes.Length,
        Hash = ContentHash.Of(bytes),
        Location = path,
        Open = () => new MemoryStream(bytes, 0, bytes.Length, writable: false, publiclyVisible: true),
    };
}
