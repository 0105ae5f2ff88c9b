namespace OpenTraces.Trail.Git;

/// <summary>An object as git keeps it.</summary>
/// <param name="Id">Its full id.</param>
/// <param name="Kind"><c>commit</c>, <c>tree</c>, <c>blob</c> or <c>tag</c>.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Bytes">Them; null when they are more than was asked for.</param>
internal sealed record GitObject(string Id, string Kind, long Size, byte[]? Bytes);
