using System.Diagnostics.CodeAnalysis;

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
    ValueTask<CapturedTrace?> BuildAsync(
        string agent, IReadOnlyList<RawSource> sources, CancellationToken cancellationToken = default);
}
