using System.Text;

namespace OpenTraces.Bucket.Words;

/// <summary>The distinct words of some texts, in the order of their first appearance.</summary>
internal sealed class WordSet
{
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _inOrder = [];

    public WordSet() => _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();

    public IReadOnlyList<string> Words => _inOrder;

    public static IReadOnlyList<string> Of(string? text)
    {
        var set = new WordSet();
        set.Add(text);
        return set.Words;
    }

    public void Add(ReadOnlySpan<char> text)
    {
        Span<char> word = stackalloc char[WordReader.MaxLength];
        var reader = new WordReader(text);
        while (reader.TryRead(word, out var length))
        {
            if (!_lookup.Contains(word[..length]))
                AddWord(word[..length].ToString());
        }
    }

    public void AddAll(IEnumerable<string> words)
    {
        foreach (var word in words)
            AddWord(word);
    }

    public override string ToString() => new StringBuilder().AppendJoin(' ', _inOrder).ToString();

    private void AddWord(string word)
    {
        if (_words.Add(word))
            _inOrder.Add(word);
    }
}
