using System.Runtime.CompilerServices;
using System.Text;
using OpenTraces.Bucket.Words;
using Xunit;

namespace OpenTraces.Bucket.Tests.Words;

public class WordTableTests
{
    [Fact]
    public void A_word_has_one_number_however_often_it_is_added()
    {
        var table = new WordTable();
        var known = new Dictionary<string, int>();
        var random = new Random(5);
        for (var i = 0; i < 60_000; i++)
        {
            var word = new string((char)('a' + random.Next(3)), random.Next(1, 49)) + random.Next(900);
            word = word[..Math.Min(word.Length, 1 + random.Next(48))];
            var number = Add(table, word, WordUses.None);
            Assert.Equal(known.TryAdd(word, known.Count) ? known.Count - 1 : known[word], number);
        }

        Assert.Equal(known.Count, table.Count);
        Assert.All(known, w => Assert.Equal(w.Key, Encoding.UTF8.GetString(table.Word(w.Value))));
    }

    [Fact]
    public void Words_are_joined_by_use_in_the_order_of_their_first_appearance()
    {
        var table = new WordTable();
        Add(table, "both", WordUses.Prompt);
        Add(table, "text", WordUses.Text);
        Add(table, "é", WordUses.Prompt);
        Add(table, "both", WordUses.Text);
        Assert.Equal("both é", Encoding.UTF8.GetString(table.Join(WordUses.Prompt)));
        Assert.Equal("both text", Encoding.UTF8.GetString(table.Join(WordUses.Text)));
        Assert.Empty(new WordTable().Join(WordUses.Text));
    }

    [Fact]
    public void A_full_table_finds_what_it_holds_and_takes_nothing_new()
    {
        var table = new WordTable();
        Assert.Equal(0, Add(table, "one", WordUses.None, most: 1));
        Assert.Equal(-1, Add(table, "two", WordUses.None, most: 1));
        Assert.Equal(0, Add(table, "one", WordUses.None, most: 1));
        Assert.Equal(1, Add(table, "two", WordUses.None, most: 2));
    }

    private static int Add(WordTable table, string word, WordUses use, int most = int.MaxValue)
    {
        var bytes = Encoding.UTF8.GetBytes("xyz" + word + "behind it");
        ref var entry = ref table.FindOrAdd(bytes, 3, Encoding.UTF8.GetByteCount(word), most);
        if (Unsafe.IsNullRef(ref entry))
            return -1;
        entry.Uses |= use;
        return entry.Number;
    }
}
