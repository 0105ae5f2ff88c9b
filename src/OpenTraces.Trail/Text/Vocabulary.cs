namespace OpenTraces.Trail.Text;

/// <summary>Gives equal texts equal numbers, so that comparing lines or tokens is comparing integers.</summary>
internal sealed class Vocabulary
{
    /// <summary>The number of a text that was never added.</summary>
    public const int Unknown = -1;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public int Count => _numbers.Count;

    /// <summary>The number of a text, which is added when it is new.</summary>
    public int Add(ReadOnlySpan<char> text)
    {
        var lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out var number))
            lookup[text] = number = _numbers.Count;
        return number;
    }

    public int Find(ReadOnlySpan<char> text) =>
        _numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var number) ? number : Unknown;
}
