using System.Runtime.CompilerServices;
using OpenTraces.Bucket;
using OpenTraces.Capture.Harnesses;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>One import: file after file, each with a result of its own.</summary>
internal sealed class ImportRun(ITraceStore store, HarnessCatalog catalog, ImportOptions options)
{
    private const int Attempts = 3;
    private readonly TraceKeeper _keeper = new(store);
    private long _bytes;

    public async IAsyncEnumerable<ImportResult> RunAsync(
        IEnumerable<string> paths, IProgress<ImportProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var forced = options.Agent is { } agent ? catalog.Named(agent) : null;
        var files = ImportPaths.Expand(paths, cancellationToken);
        for (var i = 0; i < files.Count; i++)
        {
            progress?.Report(new ImportProgress(i, files.Count, _bytes));
            var (path, error) = files[i];
            if (error is not null)
            {
                yield return new ImportResult { Path = path, Error = error };
                continue;
            }

            var (result, rows) = await ImportAsync(path, forced, cancellationToken).ConfigureAwait(false);
            if (result is not null)
                yield return result;
            if (rows is null)
                continue;
            using (rows)
            {
                while (await NextAsync(rows, cancellationToken).ConfigureAwait(false) is { } row)
                {
                    progress?.Report(new ImportProgress(i, files.Count, _bytes + rows.Offset));
                    yield return row;
                }

                _bytes += rows.Offset;
            }
        }

        progress?.Report(new ImportProgress(files.Count, files.Count, _bytes));
    }

    private static async ValueTask<ImportResult?> NextAsync(RowImport rows, CancellationToken cancellationToken)
    {
        await YieldAsync();
        return await rows.NextAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes on on a thread of the pool: whoever asks for the next result may hold up a window while it waits.</summary>
    private static ConfiguredTaskAwaitable YieldAsync() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    /// <summary>The result of a file that is one session, or none; or the rows of one that holds a session to a line.</summary>
    private async ValueTask<(ImportResult? Result, RowImport? Rows)> ImportAsync(
        string path, IHarnessParser? forced, CancellationToken cancellationToken)
    {
        await YieldAsync();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ReadAsync(path, forced, cancellationToken).ConfigureAwait(false);
            }
            catch (OpenTracesException exception) when (exception.Code == OpenTracesErrorCode.SourceChanged && attempt < Attempts)
            {
                // Somebody rewrote the file between reading and keeping it: read it as it is now.
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                return (new ImportResult { Path = path, Error = TraceKeeper.Describe(path, exception) }, null);
            }
        }
    }

    private async ValueTask<(ImportResult? Result, RowImport? Rows)> ReadAsync(
        string path, IHarnessParser? forced, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Looked at before it is opened: opening a named pipe would wait for a writer.
        if (new FileInfo(path) is { Exists: true, Length: 0, LinkTarget: null })
            return (new ImportResult { Path = path, UnsupportedFormat = "empty" }, null);
        var file = SessionFile.Open(path);
        RowImport? rows = null;
        try
        {
            var header = await file.ReadHeaderAsync(HarnessProbe.HeaderLength, cancellationToken).ConfigureAwait(false);
            var (parser, format) = Detect(file, header, forced);
            if (parser is IRowParser rowParser && rowParser.HoldsRows(new HarnessProbe(header, file.IsWhole(header.Length, HarnessProbe.HeaderLength), file.Name)))
                return (null, rows = new RowImport(_keeper, file, rowParser, options.MaxLineBytes));
            return (await ReadWholeAsync(file, header, parser, format, forced is not null, cancellationToken).ConfigureAwait(false), null);
        }
        finally
        {
            if (rows is null)
                file.Dispose();
        }
    }

    private async ValueTask<ImportResult> ReadWholeAsync(
        SessionFile file, byte[] header, IHarnessParser? parser, string? format, bool isForced, CancellationToken cancellationToken)
    {
        if (parser is null)
        {
            _bytes += header.Length;
            return new ImportResult { Path = file.Location, UnsupportedFormat = format };
        }

        // Nobody knows how long a compressed file is before it is read: transcripts shrink to about a tenth.
        var isLarge = (file.IsCompressed ? 10 : 1) * file.Length > options.MaxHeldBytes;
        var receiver = isLarge ? store.ReceiveSteps() : null;
        try
        {
            var trace = await ParseAsync(file, parser, isLarge, receiver, cancellationToken).ConfigureAwait(false);
            _bytes += file.Length;
            if (!isForced || trace.Report.Lines is not { Mapped: 0, Folded: 0, Carried: 0 })
                return await _keeper.KeepAsync(file.Location, line: null, trace, cancellationToken).ConfigureAwait(false);
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

    private async ValueTask<CapturedTrace> ParseAsync(
        SessionFile file, IHarnessParser parser, bool isLarge, StepReceiver? receiver, CancellationToken cancellationToken)
    {
        using var content = new HashingStream(file.Content);
        List<RawSource> sources = [];
        var companions = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (name, (path, bytes)) in await CompanionFiles.ReadAsync(file.Location, cancellationToken).ConfigureAwait(false))
        {
            companions.Add(name, bytes);
            sources.Add(RawSource(name, path, bytes));
        }

        var relay = receiver is null ? null : new StepRelay(receiver, cancellationToken);
        var session = new SessionCollector(keepsSteps: !isLarge, relay);
        SessionHeader header;
        ContentHash hash;
        try
        {
            header = await parser.ParseAsync(Source(content), session, cancellationToken).ConfigureAwait(false);
            hash = await content.FinishAsync(cancellationToken).ConfigureAwait(false);
            if (relay is not null)
                await relay.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (relay is not null)
                await relay.DisposeAsync().ConfigureAwait(false);
        }

        var main = file.ToSource(content.BytesRead, hash);
        return TraceAssembly.Build(
            header, session, parser, [main, .. sources], isLarge ? new StepReplay(parser, main, Source) : null, receiver);

        SessionSource Source(Stream bytes) => new()
        {
            FileName = file.Name,
            Content = bytes,
            Reopen = isLarge ? file.Opening() : null,
            Companions = companions,
            MaxLineBytes = options.MaxLineBytes,
        };
    }

    private static RawSource RawSource(string name, string path, byte[] bytes) => new()
    {
        Name = name,
        Length = bytes.Length,
        Hash = ContentHash.Of(bytes),
        Location = path,
        Open = () => new MemoryStream(bytes, writable: false),
    };
}
