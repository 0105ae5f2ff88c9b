namespace OpenTraces.Schema;

/// <summary>Where a document could not be read, as long as there are not too many such places.</summary>
internal sealed class Unreadables(int limit)
{
    private readonly List<(long Position, string? Missing, string Problem)> _items = [];

    /// <param name="position">The byte where the value starts, or the object ends that lacks a member. Never before an earlier one.</param>
    /// <param name="missing">The name of the missing member; null when the value itself is meant.</param>
    /// <param name="problem">A sentence without any of the document's content.</param>
    public void Add(long position, string? missing, string problem)
    {
        if (_items.Count < limit)
            _items.Add((position, missing, problem));
    }

    /// <summary>The places as paths, in the order they were met. One below another, or met twice, may be among them.</summary>
    public IEnumerable<(string Path, string Problem)> In(ReadOnlySpan<byte> utf8)
    {
        var places = new List<(string, string)>(_items.Count);
        var path = new JsonPath(utf8);
        foreach (var (position, missing, problem) in _items)
            places.Add((missing is null ? path.To(position) : $"{path.To(position)}.{missing}", problem));
        return places;
    }
}
