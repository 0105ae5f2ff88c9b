using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Teleport;

/// <summary>The part of a repository that took a trace's changes.</summary>
/// <param name="Git">What the manifest says of it.</param>
/// <param name="Objects">Everything that is to leave, in git's order.</param>
internal sealed record Evidence(ManifestGit Git, IReadOnlyList<ObjectName> Objects);
