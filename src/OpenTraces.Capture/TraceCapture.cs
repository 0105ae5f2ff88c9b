using System.Diagnostics.CodeAnalysis;
using OpenTraces.Bucket;

namespace OpenTraces.Capture;

/// <summary>Gets sessions into a store.</summary>
[Experimental("OT0001")]
public sealed class TraceCapture
{
    /// <summary>Creates a capture over a store with the harnesses of this package, and any given besides.</summary>
    public TraceCapture(ITraceStore store, IEnumerable<IHarnessParser>? parsers = null) => throw new NotImplementedException();

    /// <summary>
    /// Imports files and folders (whole trees, in ordinal order of their paths). One bad file is one result, not the end.
    /// </summary>
    /// <exception cref="Schema.OpenTracesException">
    /// <see cref="Schema.OpenTracesErrorCode.NotFound"/>: a path given does not exist; nothing was imported.
    /// <see cref="Schema.OpenTracesErrorCode.Precondition"/>: a folder given may not be read.
    /// </exception>
    public IAsyncEnumerable<ImportResult> ImportAsync(
        IEnumerable<string> paths,
        ImportOptions? options = null,
        IProgress<ImportProgress>? progress = null,
        CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
