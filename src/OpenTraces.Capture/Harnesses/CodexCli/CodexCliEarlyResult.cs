using OpenTraces.Capture.Harnesses.CodexCli.Lines;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>An answer that stands before its call, if there is one.</summary>
/// <param name="Entry">The line it stands in.</param>
/// <param name="Output">Null once it was given up.</param>
internal sealed record CodexCliEarlyResult(HeldEntry Entry, CodexCliOutput? Output);
