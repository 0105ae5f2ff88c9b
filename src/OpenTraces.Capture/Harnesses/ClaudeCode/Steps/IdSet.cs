using System.Runtime.InteropServices;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>Remembers ids, and a number for each, by their digests.</summary>
internal sealed class IdSet
{
    private readonly Dictionary<Key, uint> _ids = [];

    public bool Contains(string id) => _ids.Count > 0 && Contains(QuickDigest.OfId(id));

    public bool Contains(UInt128 id) => _ids.ContainsKey(new Key(id));

    public bool Add(string id) => Add(QuickDigest.OfId(id));

    /// <summary>False when the id was there with the same stamp; one with another stamp takes its place.</summary>
    public bool Add(UInt128 id, uint stamp = 0)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_ids, new Key(id), out var exists);
        if (exists && known == stamp)
            return false;
        known = stamp;
        return true;
    }

    /// <summary>A digest without its alignment, which would cost each entry half as much again; any part of it is a hash.</summary>
    private readonly struct Key(UInt128 id) : IEquatable<Key>
    {
        private readonly ulong _low = (ulong)id;
        private readonly ulong _high = (ulong)(id >> 64);

        public bool Equals(Key other) => _low == other._low && _high == other._high;

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => (int)_low;
    }
}
