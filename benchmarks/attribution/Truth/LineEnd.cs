namespace OpenTraces.Attribution.Truth;

/// <summary>How a line went.</summary>
internal enum LineEnd
{
    /// <summary>Nothing came in its place.</summary>
    Taken,

    /// <summary>Other lines came in its place.</summary>
    Replaced,

    /// <summary>A commit that undid the one that brought it.</summary>
    Reverted,
}
