using OpenTraces.Capture.Harnesses.CodexCli.Lines;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>An answer that stands before its call, if there is one.</summary>
internal sealed record CodexCliEarlyResult(CodexCliHeldEntry Entry, CodexCliOutput Output);
