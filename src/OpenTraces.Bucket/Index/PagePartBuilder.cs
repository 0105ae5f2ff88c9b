using System.Buffers;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Words;

namespace OpenTraces.Bucket.Index;

/// <summary>Gathers which words stand on which pages, and gives away a part as soon as it is full.</summary>
/// <param name="words">The words of the trace.</param>
/// <param name="full">Takes the parts, in order.</param>
internal sealed class PagePartBuilder(WordTable words, Action<PagePart> full)
{
    /// <summary>A part is also full with so many occurrences, of a word on a page, whatever its pages.</summary>
    private const int MostOccurrences = 2 * 1024 * 1024;

    private const int ShardLength = 16 * 1024;
    private const int MaxShardBits = 12;

    private readonly List<Page> _pages = [];
    private readonly List<int> _pageEnds = [];

    /// <summary>Of each word of the part, its number in the trace; its place is its number in the part.</summary>
    private readonly List<int> _locals = [];

    /// <summary>The words of the pages, page by page, by their numbers in the part.</summary>
    private int[] _occurrences = [];
    private int _count;
    private int _first;

    private int Page => _first + _pages.Count;

    /// <summary>A word stands on the open page.</summary>
    public void Add(ref WordEntry entry)
    {
        if (entry.Page == Page)
            return;
        if (entry.Page < _first)
        {
            entry.Local = _locals.Count;
            _locals.Add(entry.Number);
        }

        entry.Page = Page;
        if (_count == _occurrences.Length)
            Array.Resize(ref _occurrences, Math.Max(1024, 2 * _count));
        _occurrences[_count++] = entry.Local;
    }

    /// <summary>The open page ends, and is this one.</summary>
    public void Close(Page page)
    {
        _pages.Add(page);
        _pageEnds.Add(_count);
        if (_pages.Count == PagePart.MaxPages || _count >= MostOccurrences)
            GiveAway();
    }

    /// <summary>All pages are closed.</summary>
    public void Finish()
    {
        if (_pages.Count > 0)
            GiveAway();
    }

    private void GiveAway()
    {
        var (pages, ends) = ByWord();
        var digests = new uint[_locals.Count];
        var order = new int[_locals.Count];
        for (var i = 0; i < order.Length; i++)
            (digests[i], order[i]) = (WordPages.Digest(words.Word(_locals[i])), i);
        Array.Sort(digests, order);

        var bits = 0;
        while (bits < MaxShardBits && (ShardLength << bits) < _count + (4L * order.Length))
            bits++;
        var output = new ArrayBufferWriter<byte>(Math.Max(256, _count + (4 * order.Length)));
        var shardEnds = new int[1 << bits];
        var next = 0;
        for (var shard = 0; shard < shardEnds.Length; shard++)
        {
            var last = PagePart.StartOf(shard, bits);
            for (; next < order.Length && PagePart.ShardOf(digests[next], bits) == shard; next++)
            {
                var word = order[next];
                WordPages.Write(output, digests[next] - last, pages.AsSpan((word == 0 ? 0 : ends[word - 1])..ends[word]), _pages.Count);
                last = digests[next];
            }

            shardEnds[shard] = output.WrittenCount;
        }

        full(new PagePart
        {
            First = _first, Pages = PageKeys.Write(_pages), ShardBits = bits, Words = output.WrittenMemory, ShardEnds = shardEnds,
        });
        _first += _pages.Count;
        _pages.Clear();
        _pageEnds.Clear();
        _locals.Clear();
        _count = 0;
    }

    /// <summary>The pages of each word, by the word's number in the part, and where they end.</summary>
    private (ushort[] Pages, int[] Ends) ByWord()
    {
        var ends = new int[_locals.Count];
        foreach (var word in _occurrences.AsSpan(0, _count))
            ends[word]++;
        var sum = 0;
        foreach (ref var end in ends.AsSpan())
            (end, sum) = (sum, sum + end);

        // Each end starts as the beginning, and is the end when its pages have been put.
        var pages = new ushort[_count];
        var next = 0;
        for (var page = 0; page < _pages.Count; page++)
        {
            for (; next < _pageEnds[page]; next++)
                pages[ends[_occurrences[next]]++] = (ushort)page;
        }

        return (pages, ends);
    }
}
