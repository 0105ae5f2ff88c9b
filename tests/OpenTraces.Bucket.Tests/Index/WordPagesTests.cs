using System.Buffers;
using OpenTraces.Bucket.Index;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Index;

public class WordPagesTests
{
    [Fact]
    public void A_shard_tells_for_each_word_the_pages_it_stands_on()
    {
        var random = new Random(8);
        foreach (var count in new[] { 1, 2, 9, 64, 1024 })
        {
            var output = new ArrayBufferWriter<byte>();
            var pages = new List<ushort[]>();
            for (var word = 0; word < 50; word++)
            {
                var density = random.NextDouble();
                var on = Enumerable.Range(0, count).Where(_ => random.NextDouble() < density).Select(p => (ushort)p).ToArray();
                pages.Add(on.Length > 0 ? on : [(ushort)random.Next(count)]);
                WordPages.Write(output, word == 0 ? 7u : 1000u, pages[word], count);
            }

            for (var word = 0; word < pages.Count; word++)
            {
                var counts = new int[count];
                WordPages.Count(output.WrittenSpan, 500, 507 + (1000 * (uint)word), counts);
                Assert.Equal(pages[word], counts.Index().Where(c => c.Item == 1).Select(c => (ushort)c.Index));
                Assert.All(counts, c => Assert.InRange(c, 0, 1));
            }

            var none = new int[count];
            WordPages.Count(output.WrittenSpan, 500, 508, none);
            Assert.All(none, c => Assert.Equal(0, c));
        }
    }

    [Fact]
    public void A_damaged_shard_is_read_to_its_end_and_no_further()
    {
        var output = new ArrayBufferWriter<byte>();
        for (var word = 0; word < 20; word++)
            WordPages.Write(output, 100, [1, 3, 4], 64);
        for (var length = 0; length < output.WrittenCount; length++)
            WordPages.Count(output.WrittenSpan[..length], 0, 2000, new int[64]);
        var random = new Random(2);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            WordPages.Count(bytes, 0, (uint)random.NextInt64(uint.MaxValue), new int[random.Next(1, 100)]);
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(0)]
    public void Parts_of_a_large_trace_come_back_from_memory_and_from_a_file_that_leaves_nothing(int maxHeld)
    {
        using var folder = new TempFolder();
        using var spool = new PagePartSpool(StoreFiles.Local, new IndexFolder(StoreFiles.Local, folder.Root, TimeProvider.System), maxHeld);
        using var builder = new DocumentBuilder(spool);
        const int Pages = 2500;
        for (var page = 0; page < Pages; page++)
        {
            builder.Add(new Step { StepIndex = page + 1, Role = StepRole.Agent, Content = $"everywhere page{page} mod{page % 3}" });
            builder.Close(new Page(page + 1, page + 1, ContentHash.Of([(byte)page, (byte)(page >> 8)])));
        }

        using var document = builder.Build(new TraceRecord { TraceId = "", SessionId = "", Agent = new Agent { Name = "" } });
        Assert.Equal(Enumerable.Range(0, Pages), PagesOf(spool, "everywhere"));
        Assert.Equal([2047], PagesOf(spool, "page2047"));
        Assert.Equal(Enumerable.Range(0, Pages).Where(p => p % 3 == 1), PagesOf(spool, "mod1"));
        Assert.Empty(PagesOf(spool, "nowhere"));
        Assert.Equal([0, 512, 1024, 1536, 2048], spool.Read().Select(p => p.First));
        var last = spool.Read().Last();
        Assert.Equal(new Page(2500, 2500, ContentHash.Of([2499 & 0xFF, 2499 >> 8])), PageKeys.Read(last.Pages, 2499 - 2048));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void Words_beyond_the_limit_are_left_out_and_those_of_prompts_have_room_again()
    {
        using var folder = new TempFolder();
        var spool = new PagePartSpool(StoreFiles.Local, new IndexFolder(StoreFiles.Local, folder.Root, TimeProvider.System));
        using var builder = new DocumentBuilder(spool, maxWords: 2);
        builder.Add(new Step { StepIndex = 1, Role = StepRole.Agent, Content = "one two three one" });
        builder.Add(new Step { StepIndex = 2, Role = StepRole.User, Content = "four two five" });
        builder.Close(new Page(1, 2, default));
        using var document = builder.Build(new TraceRecord { TraceId = "", SessionId = "", Agent = new Agent { Name = "" } });
        Assert.Equal("one two", System.Text.Encoding.UTF8.GetString(document.TextWords));
        Assert.Equal("two four five", System.Text.Encoding.UTF8.GetString(document.PromptWords));
    }

    private static List<int> PagesOf(PagePartSpool spool, string word)
    {
        var digest = WordPages.Digest(System.Text.Encoding.UTF8.GetBytes(word));
        var found = new List<int>();
        foreach (var part in spool.Read())
        {
            var counts = new int[part.Pages.Length / PageKeys.Size];
            var shard = PagePart.ShardOf(digest, part.ShardBits);
            WordPages.Count(part.Shard(shard).Span, PagePart.StartOf(shard, part.ShardBits), digest, counts);
            found.AddRange(counts.Index().Where(c => c.Item > 0).Select(c => part.First + c.Index));
        }

        return found;
    }
}
