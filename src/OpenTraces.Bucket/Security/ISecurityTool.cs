using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Bucket;

/// <summary>Finds what must not leave. It reports; it never edits.</summary>
/// <remarks>
/// Every implementation guarantees, and <c>SecurityToolConformance</c> tests:
/// (1) every finding lies inside the field it names;
/// (2) the same fields give the same findings, whatever the culture and thread;
/// (3) fields are never changed and never kept;
/// (4) time is bounded by the length of the text, whatever the text is;
/// (5) all members may be called concurrently.
/// A tool that throws is recorded as an error, and what it was to check is then not cleared.
/// </remarks>
[Experimental("OT0001")]
public interface ISecurityTool
{
    /// <summary>Name, version and kind.</summary>
    SecurityToolInfo Info { get; }

    /// <summary>Reads the fields of one row or record together.</summary>
    ValueTask<SecurityOutcome> RunAsync(IReadOnlyList<SecurityField> fields, CancellationToken cancellationToken = default);
}
