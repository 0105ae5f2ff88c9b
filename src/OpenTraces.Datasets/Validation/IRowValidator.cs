using System.Diagnostics.CodeAnalysis;
using OpenTraces.Schema;

namespace OpenTraces.Datasets;

/// <summary>Understands JSON Schema.</summary>
/// <remarks>
/// Every implementation guarantees: (1) a schema with a keyword it does not enforce is refused, never ignored; (2) it
/// reads nothing but the schema it is given.
/// </remarks>
[Experimental("OT0001")]
public interface IRowValidator
{
    /// <summary>Reads a schema.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidRequest"/>: it is not one that can be enforced.</exception>
    ValueTask<IRowSchema> CompileAsync(RawJson schema, CancellationToken cancellationToken = default);
}
