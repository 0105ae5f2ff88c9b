using System.Diagnostics.CodeAnalysis;
using OpenTraces.Schema;

namespace OpenTraces.Datasets;

/// <summary>A schema that rows are checked against. It may be used concurrently.</summary>
[Experimental("OT0001")]
public interface IRowSchema
{
    /// <summary>What is wrong with a row, by place and kind and without its values; empty when it fits.</summary>
    IReadOnlyList<string> Validate(RawJson row);
}
