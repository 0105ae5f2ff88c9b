using System.Buffers;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Words;

namespace OpenTraces.Bucket.Index;

/// <summary>
/// Gathers which words stand on which pages, and gives away a part as soon as it is full. The arrays are used for one part
/// after the other: each is large enough to live until the collector looks at everything.
/// </summary>
/// <param name="words">The words of the trace.</param>
/// <param name="full">Takes the parts, in order; their words are valid until it returns.</param>
internal sealed class PagePartBuilder(WordTable words, Action<PagePart> full)
{
    /// <summary>A part is also full with so many occurrences, of a word on a page, whatever its pages.</summary>
    private const int MostOccurrences = 1024 * 1024;

    private const int ShardLength = 16 * 1024;
    private const int MaxShardBits = 12;

    private readonly List<Page> _pages = [];
    private readonly List<int> _pageEnds = [];

    /// <summary>Of each word of the part, its number in the trace; its place is its number in the part.</summary>
    private readonly List<int> _locals = [];

    /// <summary>The words of the pages, page by page, by their numbers in the part.</summary>
    private int[] _occurrences = [];
    private ushort[] _byWord = [];
    private int[] _ends = [];
    private int[] _order = [];
    private uint[] _digests = [];
    private ArrayBufferWriter<byte> _output = new();
    private int _count;

    /// <summary>The numbers of the first page of the part and of the open one.</summary>
    private int _first;
    private int _page;

    /// <summary>A word stands on the open page.</summary>
    public void Add(ref WordEntry entry)
    {
        if (entry.Page == _page)
            return;
        if (entry.Page < _first)
        {
            entry.Local = _locals.Count;
            _locals.Add(entry.Number);
        }

        entry.Page = _page;
        if (_count == _occurrences.Length)
            Array.Resize(ref _occurrences, Math.Max(1024, 2 * _count));
        _occurrences[_count++] = entry.Local;
    }

    /// <summary>The open page ends, and is this one.</summary>
    public void Close(Page page)
    {
        _page++;
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
        (_occurrences, _byWord, _ends, _order, _digests, _output) = ([], [], [], [], [], new());
    }

    private void GiveAway()
    {
        SortByWord();
        var digests = Room(ref _digests, _locals.Count);
        var order = Room(ref _order, _locals.Count);
        for (var i = 0; i < order.Length; i++)
            (digests[i], order[i]) = (WordPages.Digest(words.Word(_locals[i])), i);
        digests.Sort(order);

        var bits = 0;
        while (bits < MaxShardBits && (ShardLength << bits) < _count + (4L * order.Length))
            bits++;
        _output.ResetWrittenCount();
        var shardEnds = new int[1 << bits];
        var next = 0;
        for (var shard = 0; shard < shardEnds.Length; shard++)
        {
            var last = PagePart.StartOf(shard, bits);
            for (; next < order.Length && PagePart.ShardOf(digests[next], bits) == shard; next++)
            {
                var word = order[next];
                WordPages.Write(_output, digests[next] - last, _byWord.AsSpan((word == 0 ? 0 : _ends[word - 1]).._ends[word]), _pages.Count);
                last = digests[next];
            }

            shardEnds[shard] = _output.WrittenCount;
        }

        full(new PagePart
        {
            First = _first,
            Pages = PageKeys.Write(_pages),
            ShardBits = bits,
            Words = _output.WrittenMemory,
            ShardEnds = shardEnds,
        });
        _first = _page;
        _pages.Clear();
        _pageEnds.Clear();
        _locals.Clear();
        _count = 0;
    }

    /// <summary>Orders the pages by the words that stand on them, in the order of the words' numbers in the part.</summary>
    private void SortByWord()
    {
        var ends = Room(ref _ends, _locals.Count);
        ends.Clear();
        foreach (var word in _occurrences.AsSpan(0, _count))
            ends[word]++;
        var sum = 0;
        foreach (ref var end in ends)
            (end, sum) = (sum, sum + end);

        // Each end starts as the beginning, and is the end when its pages have been put.
        var byWord = Room(ref _byWord, _count);
        var next = 0;
        for (var page = 0; page < _pages.Count; page++)
        {
            for (; next < _pageEnds[page]; next++)
                byWord[ends[_occurrences[next]]++] = (ushort)page;
        }
    }

    private static Span<T> Room<T>(ref T[] array, int length)
    {
        if (array.Length < length)
            array = new T[length + (length / 4)];
        return array.AsSpan(0, length);
    }
}
