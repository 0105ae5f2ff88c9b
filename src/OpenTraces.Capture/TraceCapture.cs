using System.Diagnostics.CodeAnalysis;
using OpenTraces.Bucket;
using OpenTraces.Capture.Harnesses;
using OpenTraces.Capture.Import;

namespace OpenTraces.Capture;

/// <summary>Gets sessions into a store.</summary>
[Experimental("OT0001")]
public sealed class TraceCapture
{
    private readonly ITraceStore _store;
    private readonly HarnessCatalog _catalog;

    /// <summary>
    /// Creates a capture over a store with the harnesses of this package, and any given besides. A given parser is asked
    /// before those of this package.
    /// </summary>
    public TraceCapture(ITraceStore store, IEnumerable<IHarnessParser>? parsers = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _catalog = new HarnessCatalog(parsers);
    }

    /// <summary>
    /// Imports files and folders (whole trees, in ordinal order of their paths). One bad file is one result, not the end.
    /// </summary>
    /// <remarks>
    /// A file that is being written is read up to the length it has when it is opened. A session file brings the files its
    /// sub-agents have beside it (<c>ID/subagents/agent-*.jsonl</c>): each is a trace of its own. Small files are read and kept side
    /// by side (<see cref="ImportOptions.MaxParallelFiles"/>): whoever stops asking may find a few files kept beyond the last result.
    /// </remarks>
    /// <exception cref="Schema.OpenTracesException">
    /// <see cref="Schema.OpenTracesErrorCode.NotFound"/>: a path given does not exist; nothing was imported.
    /// <see cref="Schema.OpenTracesErrorCode.Precondition"/>: a folder given may not be read; nothing was imported.
    /// <see cref="Schema.OpenTracesErrorCode.InvalidRequest"/>: <see cref="ImportOptions.Agent"/> names no parser.
    /// </exception>
    public IAsyncEnumerable<ImportResult> ImportAsync(
        IEnumerable<string> paths,
        ImportOptions? options = null,
        IProgress<ImportProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return new ImportRun(_store, _catalog, options ?? new ImportOptions()).RunAsync(paths, progress, cancellationToken);
    }

    /// <summary>
    /// Finds the session files last written whose recorded working directory is a directory or lies below it, newest
    /// first. Nothing is written and only beginnings are read; what cannot be read is passed over.
    /// </summary>
    /// <param name="homes">Where harnesses keep their sessions.</param>
    /// <param name="directory">An absolute path; null finds sessions of any directory.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static ValueTask<IReadOnlyList<DiscoveredSession>> DiscoverAsync(
        HarnessHomes homes, string? directory, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(homes);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return SessionDiscovery.FindAsync(homes, directory, limit, cancellationToken);
    }
}
