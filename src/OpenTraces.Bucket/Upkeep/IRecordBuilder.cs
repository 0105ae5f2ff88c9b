using System.Diagnostics.CodeAnalysis;
using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>Makes a trace's record again from its raw sources. Implemented where parsers live; the bucket never parses.</summary>
/// <remarks>
/// Every implementation guarantees: (1) the same sources and parser version give the same record; (2) a harness it does
/// not know gives null.
/// </remarks>
[Experimental("OT0001")]
public interface IRecordBuilder
{
    /// <summary>Reads the sources of one generation.</summary>
    /// <param name="key">The key of the trace they are held under. What is built has the same one.</param>
    /// <param name="sources">The session file, named <see cref="RawSource.MainName"/>, first, then its companions.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<CapturedTrace?> BuildAsync(
        TraceKey key, IReadOnlyList<RawSource> sources, CancellationToken cancellationToken = default);
}
