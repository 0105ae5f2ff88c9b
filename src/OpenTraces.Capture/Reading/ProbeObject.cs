namespace OpenTraces.Capture.Reading;

/// <summary>
/// What detection sees of one object: its members and those of the objects directly inside, by dotted path. An object
/// cut off by the end of the probe shows what came before the cut.
/// </summary>
internal sealed class ProbeObject
{
    private readonly Dictionary<string, string?> _members = new(StringComparer.Ordinal);

    /// <summary>True when the object ends within the probe.</summary>
    public bool IsComplete { get; internal set; }

    /// <summary>The number of direct members.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a member is there: <c>type</c>, or <c>message.role</c>.</summary>
    public bool Has(string path) => _members.ContainsKey(path);

    public bool HasAll(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (!Has(path))
                return false;
        }

        return true;
    }

    /// <summary>The text of a string member of at most 256 bytes; null for any other.</summary>
    public string? Text(string path) => _members.GetValueOrDefault(path);

    internal void Add(string path, string? text)
    {
        _members[path] = text;
        if (!path.Contains('.', StringComparison.Ordinal))
            Count++;
    }
}
