namespace OpenTraces.Trail.Git;

/// <summary>Two trees to compare, by their ids.</summary>
internal readonly record struct TreePair(string Old, string New);
