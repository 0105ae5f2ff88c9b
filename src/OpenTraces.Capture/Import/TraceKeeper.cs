using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>Puts what was read into the store and says what came of it.</summary>
internal sealed class TraceKeeper(ITraceStore store)
{
    public async ValueTask<ImportResult> KeepAsync(string path, int? line, CapturedTrace trace, CancellationToken cancellationToken)
    {
        var receipt = await store.AddAsync(trace, cancellationToken).ConfigureAwait(false);
        var held = await store.FindSummaryAsync(receipt.TraceId, cancellationToken).ConfigureAwait(false);
        return new ImportResult
        {
            Path = path,
            Line = line,
            Receipt = receipt,
            Trace = TraceAssembly.Summarize(trace, receipt, held?.Generations ?? receipt.Generation),
            Report = trace.Report,
        };
    }

    /// <summary>The failure of a file in the words of a result.</summary>
    public static OpenTracesException Describe(string path, Exception exception) => exception switch
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
