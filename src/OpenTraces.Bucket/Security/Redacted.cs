namespace OpenTraces.Bucket;

/// <summary>A value after redaction.</summary>
/// <param name="Value">The value with every reported span replaced.</param>
/// <param name="Report">What was done.</param>
public sealed record Redacted<T>(T Value, SecurityReport Report);
