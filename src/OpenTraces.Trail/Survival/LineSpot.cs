namespace OpenTraces.Trail.Survival;

/// <summary>A followed line in one version of a file.</summary>
/// <param name="Line">From 1; 0 stands for the file itself.</param>
/// <param name="Patch">The tracked patch.</param>
/// <param name="PatchLine">The line of the patch.</param>
/// <param name="Relaid">It was laid out anew since it was accepted.</param>
/// <param name="Restored">It is a line a deletion took away and somebody brought back.</param>
internal readonly record struct LineSpot(int Line, int Patch, int PatchLine, bool Relaid, bool Restored)
{
    /// <summary>Whether it was taken from one place and put in another, as far as equal text can tell.</summary>
    public bool Moved { get; init; }
}
