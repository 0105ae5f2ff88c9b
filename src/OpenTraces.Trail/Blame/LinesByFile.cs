namespace OpenTraces.Trail.Blame;

/// <summary>Lines on their way back through history: where each stands now, and which line of the question it is.</summary>
internal sealed class LinesByFile
{
    private readonly Dictionary<string, List<(int Line, int Final)>> _files = new(StringComparer.Ordinal);

    public IEnumerable<string> Paths => _files.Keys;

    public IEnumerable<KeyValuePair<string, List<(int Line, int Final)>>> Files => _files;

    public bool Holds(string path) => _files.ContainsKey(path);

    public List<(int Line, int Final)>? Take(string path) => _files.Remove(path, out var lines) ? lines : null;

    public void Add(string path, List<(int Line, int Final)> lines)
    {
        if (lines.Count == 0)
            return;
        if (_files.TryGetValue(path, out var held))
            held.AddRange(lines);
        else
            _files[path] = lines;
    }
}
