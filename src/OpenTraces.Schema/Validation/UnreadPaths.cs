namespace OpenTraces.Schema;

/// <summary>The places of a record that could not be read: what stands there now is a stand-in, of which nothing is to be said.</summary>
internal sealed class UnreadPaths
{
    private readonly HashSet<string> _unread = new(StringComparer.Ordinal);
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    /// <summary>False when the place was added before, or one that holds it.</summary>
    public bool Add(string path)
    {
        if (Holds(path))
            return false;
        _unread.Add(path);
        foreach (var end in Ends(path))
            _touched.Add(path[..end]);
        return true;
    }

    /// <summary>Whether the place, or one that holds it, could not be read.</summary>
    public bool Holds(string path)
    {
        if (_unread.Count == 0)
            return false;
        var unread = _unread.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var end in Ends(path))
        {
            if (unread.Contains(path.AsSpan(0, end)))
                return true;
        }

        return false;
    }

    /// <summary>Whether all of the place was read.</summary>
    public bool IsWhole(string path) => !_touched.Contains(path) && !Holds(path);

    /// <summary>The place and all that hold it.</summary>
    public static IEnumerable<string> HoldersOf(string path) => Ends(path).Select(end => path[..end]);

    private static IEnumerable<int> Ends(string path)
    {
        for (var i = 1; i < path.Length; i++)
        {
            if (path[i] is '.' or '[')
                yield return i;
        }

        yield return path.Length;
    }
}
