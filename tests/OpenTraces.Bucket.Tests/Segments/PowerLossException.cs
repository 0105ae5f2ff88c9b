namespace OpenTraces.Bucket.Tests.Segments;

/// <summary>The machine went off. No code can catch it to do anything useful: every later call ends the same way.</summary>
internal sealed class PowerLossException : Exception;
