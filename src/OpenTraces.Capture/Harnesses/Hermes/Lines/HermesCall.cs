using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Hermes.Lines;

/// <summary>One tool call of an answer.</summary>
/// <param name="Id">Null where the form has none: rows write calls without ids.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">An object.</param>
internal sealed record HermesCall(string? Id, string Name, RawJson Arguments);
