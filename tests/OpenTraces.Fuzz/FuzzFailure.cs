namespace OpenTraces.Fuzz;

/// <summary>A mutant that breaks a guarantee, as small as it could be made.</summary>
public sealed record FuzzFailure(long Index, string Parser, string What, byte[] Bytes);
