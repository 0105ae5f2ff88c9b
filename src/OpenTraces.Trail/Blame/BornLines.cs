namespace OpenTraces.Trail.Blame;

/// <summary>Lines that no parent of a commit has in the same file.</summary>
internal sealed class BornLines(string commit, string path, List<(int Line, int Final)> lines, bool madeFile)
{
    public string Commit => commit;

    public string Path => path;

    public List<(int Line, int Final)> Lines { get; set; } = lines;

    /// <summary>No parent has the file.</summary>
    public bool MadeFile => madeFile;
}
