namespace OpenTraces.Attribution.Checkpoints;

/// <summary>A copy of a session as it was at a commit.</summary>
/// <param name="Id">The id that commits name.</param>
/// <param name="Session">The harness's session id.</param>
/// <param name="Created">When the copy was made, as it is written there; sorts by time.</param>
/// <param name="Blob">The transcript.</param>
internal sealed record Checkpoint(string Id, string Session, string Created, string Blob);
