using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>
/// Remembers ids, and a number for each, by their digests. A session of gigabytes has millions: from a few thousand on they
/// lie in many small tables, none of which costs much when it grows.
/// </summary>
internal sealed class IdSet
{
    private const int MostInOne = 4096;
    private const int Parts = 1024;

    private readonly IdTable _first = new();
    private IdTable?[] _parts = [];

    public bool Contains(string id) => (_first.Count > 0 || _parts.Length > 0) && Contains(QuickDigest.OfId(id));

    public bool Contains(UInt128 id) => TableOf(id, isWanted: false)?.Contains(Fold(id)) ?? false;

    public bool Add(string id) => Add(QuickDigest.OfId(id));

    /// <summary>False when the id was there with the same stamp; one with another stamp takes its place.</summary>
    public bool Add(UInt128 id, uint stamp = 0)
    {
        if (_first.Count >= MostInOne && _parts.Length == 0)
            _parts = new IdTable?[Parts];
        return TableOf(id, isWanted: true)!.Set(Fold(id), stamp);
    }

    /// <summary>Those of the first table stay there.</summary>
    private IdTable? TableOf(UInt128 id, bool isWanted)
    {
        if (_parts.Length == 0 || _first.Contains(Fold(id)))
            return _first;
        ref var part = ref _parts[(int)(ulong)(id >> 118)];
        if (part is null && isWanted)
            part = new IdTable();
        return part;
    }

    /// <summary>Some ids share one of their halves.</summary>
    private static ulong Fold(UInt128 id) => (ulong)id ^ ((ulong)(id >> 64) * 0x9E3779B97F4A7C15);
}
