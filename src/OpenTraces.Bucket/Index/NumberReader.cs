namespace OpenTraces.Bucket.Index;

/// <summary>Reads numbers of variable length; what is cut short is the end.</summary>
internal ref struct NumberReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public bool TryRead(out uint value)
    {
        value = 0;
        for (var i = 0; i < _rest.Length && i < 5; i++)
        {
            value |= (uint)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] >= 0x80)
                continue;
            _rest = _rest[(i + 1)..];
            return true;
        }

        _rest = default;
        return false;
    }

    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        var bytes = _rest[..Math.Min(count, _rest.Length)];
        _rest = _rest[bytes.Length..];
        return bytes;
    }

    public void SkipBytes(int count) => ReadBytes(count);

    public void SkipNumbers(uint count)
    {
        var at = 0;
        for (; count > 0 && at < _rest.Length; at++)
            count -= _rest[at] < 0x80 ? 1u : 0;
        _rest = _rest[at..];
    }
}
