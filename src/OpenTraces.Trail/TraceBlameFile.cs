using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Trail;

/// <summary>What a trace gave to a file.</summary>
/// <param name="Path">The file, relative to the root of the repository.</param>
/// <param name="Lines">Lines its commits hold from the trace.</param>
[Experimental("OT0001")]
public sealed record TraceBlameFile(string Path, int Lines);
