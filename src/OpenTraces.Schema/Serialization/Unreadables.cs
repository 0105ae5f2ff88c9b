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

    /// <summary>The places as paths, in the order they were met. One met twice may be among them.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="toEnd">
    /// Whether to look, to the end of the document, for later members that replace the ones places stand in: of several with one name the
    /// last counts. False for a document that ends being JSON.
    /// </param>
    public IReadOnlyList<UnreadPlace> In(ReadOnlySpan<byte> utf8, bool toEnd)
    {
        var places = new List<UnreadPlace>(_items.Count);
        if (_items.Count == 0)
            return places;
        var holders = new HashSet<string>(StringComparer.Ordinal);
        var path = new JsonPath(utf8);
        do
        {
            while (places.Count < _items.Count && path.HasReached(_items[places.Count].Position))
            {
                var (_, missing, problem) = _items[places.Count];
                var place = new UnreadPlace(missing is null ? path.Here : $"{path.Here}.{missing}", problem, IsReplaced: false);
                places.Add(place);
                holders.UnionWith(UnreadPaths.HoldersOf(place.Path));
            }

            if (path.IsAtName && holders.Count > 0 && path.Here is var here && holders.Remove(here))
                Replace(places, here);
        }
        while ((toEnd || places.Count < _items.Count) && path.Move());
        return places;
    }

    private static void Replace(List<UnreadPlace> places, string holder)
    {
        for (var i = 0; i < places.Count; i++)
        {
            if (UnreadPaths.HoldersOf(places[i].Path).Contains(holder))
                places[i] = places[i] with { IsReplaced = true };
        }
    }
}
