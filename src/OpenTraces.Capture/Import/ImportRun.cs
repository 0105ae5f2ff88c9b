using System.Runtime.CompilerServices;
using OpenTraces.Bucket;
using OpenTraces.Capture.Harnesses;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>One import: file after file, each with a result of its own.</summary>
internal sealed class ImportRun(ITraceStore store, HarnessCatalog catalog, ImportOptions options)
{
    private const int Attempts = 3;
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
            yield return error is null
                ? await ImportAsync(path, forced, cancellationToken).ConfigureAwait(false)
                : new ImportResult { Path = path, Error = error };
        }

        progress?.Report(new ImportProgress(files.Count, files.Count, _bytes));
    }

    private async ValueTask<ImportResult> ImportAsync(string path, IHarnessParser? forced, CancellationToken cancellationToken)
    {
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
                return new ImportResult { Path = path, Error = Describe(path, exception) };
            }
        }
    }

    private async ValueTask<ImportResult> ReadAsync(string path, IHarnessParser? forced, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Looked at before it is opened: opening a named pipe would wait for a writer.
        if (new FileInfo(path) is { Exists: true, Length: 0, LinkTarget: null })
            return new ImportResult { Path = path, UnsupportedFormat = "empty" };
        using var file = SessionFile.Open(path);
        var header = await file.ReadHeaderAsync(HarnessProbe.HeaderLength, cancellationToken).ConfigureAwait(false);
        var (parser, format) = Detect(file, header, forced);
        if (parser is null)
        {
            _bytes += header.Length;
            return new ImportResult { Path = path, UnsupportedFormat = format };
        }

        var trace = await ParseAsync(file, parser, cancellationToken).ConfigureAwait(false);
        _bytes += file.Length;
        if (forced is not null && trace.Report.Lines is { Mapped: 0, Folded: 0, Carried: 0 })
            return new ImportResult { Path = path, UnsupportedFormat = catalog.Detect(new HarnessProbe(header, header.Length == file.Length, file.Name)).Format ?? "unknown" };
        var receipt = await store.AddAsync(trace, cancellationToken).ConfigureAwait(false);
        var held = await store.FindSummaryAsync(receipt.TraceId, cancellationToken).ConfigureAwait(false);
        return new ImportResult
        {
            Path = path,
            Receipt = receipt,
            Trace = TraceAssembly.Summarize(trace, receipt, held?.Generations ?? receipt.Generation),
            Report = trace.Report,
        };
    }

    private (IHarnessParser? Parser, string? Format) Detect(SessionFile file, byte[] header, IHarnessParser? forced)
    {
        var isWhole = header.Length == file.Length;
        if (forced is null)
            return catalog.Detect(new HarnessProbe(header, isWhole, file.Name));
        var format = ForeignFormats.NameBytes(header, isWhole);
        return format is null ? (forced, null) : (null, format);
    }

    private async ValueTask<CapturedTrace> ParseAsync(SessionFile file, IHarnessParser parser, CancellationToken cancellationToken)
    {
        using var content = new HashingStream(file.Content);
        var isLarge = file.Length > options.MaxHeldBytes;
        var session = new SessionCollector(keepsTexts: !isLarge);
        List<RawSource> sources = [];
        var companions = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (name, path) in CompanionFiles.Find(file.Location))
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            companions.Add(name, bytes);
            sources.Add(RawSource(name, path, bytes));
        }

        var header = await parser.ParseAsync(Source(content), session, cancellationToken).ConfigureAwait(false);
        var hash = await content.FinishAsync(cancellationToken).ConfigureAwait(false);
        var main = file.ToSource(content.BytesRead, hash);
        return TraceAssembly.Build(
            header, session, parser, [main, .. sources], isLarge ? new StepReplay(parser, main, Source) : null);

        SessionSource Source(Stream bytes) => new()
        {
            FileName = file.Name,
            Content = bytes,
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

    private static OpenTracesException Describe(string path, Exception exception) => exception switch
    {
        OpenTracesException known => known,
        UnauthorizedAccessException => new OpenTracesException(OpenTracesErrorCode.Precondition,
            $"The file '{path}' may not be read. Check its permissions.", exception),
        FileNotFoundException or DirectoryNotFoundException => new OpenTracesException(OpenTracesErrorCode.NotFound,
            $"The file '{path}' is gone. Import again if it was moved.", exception),
        IOException => new OpenTracesException(OpenTracesErrorCode.Precondition,
            $"The file '{path}' cannot be read. Check that the disk is present and the file not locked.", exception),
        _ => new OpenTracesException(OpenTracesErrorCode.Unexpected,
            $"Reading '{path}' failed with {exception.GetType().Name}. This is a defect; please report it.", exception),
    };
}
