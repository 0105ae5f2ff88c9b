namespace OpenTraces.Trail.Git;

/// <summary>The folder a repository was opened at.</summary>
/// <param name="Root">The folder git is best run in.</param>
/// <param name="Top">The top of the work tree it lies in; null for one outside of every work tree.</param>
/// <param name="Prefix">Where it lies below the top, with a slash at the end; empty at the top and outside.</param>
internal sealed record WorkFolder(string Root, string? Top, string Prefix);
