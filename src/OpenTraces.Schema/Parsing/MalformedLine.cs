namespace OpenTraces.Schema;

/// <summary>An entry that could not be read.</summary>
/// <param name="Line">Physical line, from 1.</param>
/// <param name="Cause">What is wrong, as a short name such as <c>invalid_json</c>.</param>
public sealed record MalformedLine(int Line, string Cause);
