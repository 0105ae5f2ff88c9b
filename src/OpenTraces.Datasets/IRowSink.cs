using System.Diagnostics.CodeAnalysis;
using OpenTraces.Schema;

namespace OpenTraces.Datasets;

/// <summary>Takes the rows a workflow emits. Every row passes the floor of detectors before it is kept.</summary>
[Experimental("OT0001")]
public interface IRowSink
{
    /// <summary>Emits one row: a JSON object.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>: not an object.</exception>
    ValueTask EmitAsync(RawJson row, CancellationToken cancellationToken = default);
}
