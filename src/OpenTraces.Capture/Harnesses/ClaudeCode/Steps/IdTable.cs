namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>Numbers by keys that are as good as random, in two arrays with linear probing.</summary>
internal sealed class IdTable
{
    private const int FirstLength = 16;

    private ulong[] _keys = [];
    private uint[] _stamps = [];

    public int Count { get; private set; }

    public bool Contains(ulong key) => Count > 0 && _keys[Find(_keys, Stored(key))] != 0;

    /// <summary>False when the key was there with the same number.</summary>
    public bool Set(ulong key, uint stamp)
    {
        if ((Count + 1) * 8L > _keys.Length * 7L)
            Grow();
        key = Stored(key);
        var i = Find(_keys, key);
        if (_keys[i] == key && _stamps[i] == stamp)
            return false;
        if (_keys[i] == 0)
            Count++;
        (_keys[i], _stamps[i]) = (key, stamp);
        return true;
    }

    // An empty place is 0.
    private static ulong Stored(ulong key) => key == 0 ? 1 : key;

    private static int Find(ulong[] keys, ulong key)
    {
        var mask = keys.Length - 1;
        var i = (int)key & mask;
        while (keys[i] != 0 && keys[i] != key)
            i = (i + 1) & mask;
        return i;
    }

    private void Grow()
    {
        var (keys, stamps) = (_keys, _stamps);
        _keys = new ulong[Math.Max(FirstLength, keys.Length * 2)];
        _stamps = new uint[_keys.Length];
        for (var from = 0; from < keys.Length; from++)
        {
            if (keys[from] == 0)
                continue;
            var to = Find(_keys, keys[from]);
            (_keys[to], _stamps[to]) = (keys[from], stamps[from]);
        }
    }
}
