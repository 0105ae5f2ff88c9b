namespace OpenTraces.Trail.History;

/// <summary>What a change of a file did to one of its lines.</summary>
/// <param name="Line">The line in the new version, from 1; 0 when it is gone.</param>
/// <param name="Hunk">The hunk that took a gone line; -1 when the file went.</param>
internal readonly record struct LineFate(int Line, int Hunk)
{
    public bool IsGone => Line == 0;

    public static LineFate At(int line) => new(line, -1);

    public static LineFate Gone(int hunk) => new(0, hunk);
}
