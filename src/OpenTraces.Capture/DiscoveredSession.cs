using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Capture;

/// <summary>A session file that was found.</summary>
/// <param name="Path">The file.</param>
/// <param name="Harness">Whose it is.</param>
/// <param name="WorkingDirectory">The directory the session ran in, where its beginning says so.</param>
/// <param name="LastWritten">When the file was last written.</param>
[Experimental("OT0001")]
public sealed record DiscoveredSession(string Path, string Harness, string? WorkingDirectory, DateTimeOffset LastWritten);
