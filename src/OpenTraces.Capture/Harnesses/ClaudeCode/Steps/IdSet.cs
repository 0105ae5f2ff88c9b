using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>Remembers ids, and a number for each, by their digests.</summary>
internal sealed class IdSet
{
    private readonly Dictionary<UInt128, uint> _ids = [];

    public bool Contains(string id) => _ids.Count > 0 && Contains(QuickDigest.OfId(id));

    public bool Contains(UInt128 id) => _ids.ContainsKey(id);

    public bool Add(string id) => Add(QuickDigest.OfId(id));

    /// <summary>False when the id was there with the same stamp; one with another stamp takes its place.</summary>
    public bool Add(UInt128 id, uint stamp = 0)
    {
        if (_ids.TryGetValue(id, out var known) && known == stamp)
            return false;
        _ids[id] = stamp;
        return true;
    }
}
