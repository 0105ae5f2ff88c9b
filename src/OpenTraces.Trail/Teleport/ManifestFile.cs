namespace OpenTraces.Trail.Teleport;

/// <summary>A file of a workspace as its manifest describes it.</summary>
/// <param name="Name">One of <see cref="WorkspaceFile"/>'s names.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its digest, 64 hexadecimal digits.</param>
internal sealed record ManifestFile(string Name, long Bytes, string Sha256);
