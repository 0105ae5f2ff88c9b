using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Search;

public class SearchTests
{
    [Fact]
    public async Task The_hit_names_the_step_and_shows_the_line_around_the_word()
    {
        await using var open = await OpenBucket.CreateAsync();
        var trace = new SomeSession("s").Chatter(300).Agent("The  culprit\nwas the Frobnicator, as expected.").Chatter(40).Build();
        await open.Bucket.AddAsync(trace);
        var hit = Assert.Single((await open.Bucket.SearchAsync(new SearchQuery { Text = "frobnicator CULPRIT" })).Hits);
        Assert.Equal($"{trace.Key.ToTraceId()}:301", hit.Address.ToString());
        Assert.Equal("The culprit was the Frobnicator, as expected.", hit.Snippet);
    }

    [Fact]
    public async Task A_damaged_page_hides_neither_its_trace_nor_the_others()
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.Bucket.AddAsync(new SomeSession("whole").User("alpha").Agent("Frobnicator").Build());
        await open.Bucket.AddAsync(new SomeSession("damaged").User("beta").Chatter(300).Agent("Frobnicator").Build());
        await open.CloseAsync();
        foreach (var path in Directory.EnumerateFiles(open["blobs"], "*.seg"))
        {
            var bytes = await File.ReadAllBytesAsync(path);
            for (var i = 20_000; i < bytes.Length; i += 100)
                bytes[i] ^= 1;
            await File.WriteAllBytesAsync(path, bytes);
        }

        await open.ReopenAsync();
        var hits = (await open.Bucket.SearchAsync(new SearchQuery { Text = "frobnicator" })).Hits;
        Assert.Equal(2, hits.Count);
        Assert.Contains(hits, h => !h.Address.ToString().Contains(':') && h.Snippet.Length > 0);
        Assert.Contains(hits, h => h.Address.ToString().Contains(':') && h.Snippet == "Frobnicator");
    }

    [Fact]
    public async Task All_words_must_occur_though_not_in_one_step()
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.Bucket.AddAsync(new SomeSession("both").User("alpha").Agent("beta").Build());
        await open.Bucket.AddAsync(new SomeSession("one").User("alpha").Agent("gamma").Build());
        Assert.Equal(["both"], await FindAsync(open, "alpha beta"));
        Assert.Equal(["both", "one"], await FindAsync(open, "alpha"));
        Assert.Empty(await FindAsync(open, "alpha delta"));
    }

    [Theory]
    [InlineData("\"alpha")]
    [InlineData("alpha\" OR \"omega")]
    [InlineData("alph*")]
    [InlineData("alpha NEAR omega")]
    [InlineData("NOT alpha")]
    [InlineData("{title} : alpha")]
    [InlineData("title:alpha")]
    [InlineData("^alpha AND")]
    [InlineData("alpha + (omega)")]
    [InlineData("' OR 1=1 --")]
    public async Task Nothing_in_a_query_is_syntax(string text)
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.Bucket.AddAsync(new SomeSession("s").User("alpha").Build());
        Assert.Equal(text == "\"alpha" ? ["s"] : [], await FindAsync(open, text));
    }

    [Theory]
    [InlineData("-alpha-", "s")]
    [InlineData("ALPHA", "s")]
    [InlineData("ÁLPHÁ", "s")]
    [InlineData("creme brulee", "s")]
    [InlineData("Crème Brûlée", "s")]
    [InlineData("数", "s")]
    [InlineData("数据", "s")]
    [InlineData("库", "s")]
    [InlineData("🎉", "s")]
    [InlineData("🎈", null)]
    [InlineData("ΆΛΦΑ", "s")]
    [InlineData("нужно", "s")]
    [InlineData("snake_case", "s")]
    [InlineData("src/parser.cs", "s")]
    [InlineData("***", null)]
    [InlineData("-", null)]
    [InlineData("\"\"", null)]
    [InlineData("\0", null)]
    [InlineData("\ud83c", null)]
    public async Task Words_are_found_whatever_their_script_case_and_accents(string text, string? session)
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.Bucket.AddAsync(new SomeSession("s")
            .User("alpha cre\u0300me brûlée 数据库 🎉🎉 άλφα НУЖНО a_snake_case_name in src/parser.cs").Build());
        Assert.Equal(session is null ? [] : [session], await FindAsync(open, text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \t")]
    public async Task A_blank_text_means_every_trace_newest_first(string? text)
    {
        await using var open = await OpenBucket.CreateAsync();
        foreach (var (name, delay) in new[] { ("middle", 5), ("newest", 50), ("oldest", 0) })
            await open.Bucket.AddAsync(new SomeSession(name) { Delay = delay }.User(name).Build());
        Assert.Equal(["newest", "middle", "oldest"], await FindAsync(open, text, ordered: true));
    }

    [Fact]
    public async Task A_list_that_was_cut_says_so()
    {
        await using var open = await OpenBucket.CreateAsync();
        for (var i = 0; i < 5; i++)
            await open.Bucket.AddAsync(new SomeSession($"s{i}").User("alpha").Build());
        var all = await open.Bucket.SearchAsync(new SearchQuery { Text = "alpha", Limit = 5 });
        Assert.Equal((5, false), (all.Hits.Count, all.Truncated));
        var some = await open.Bucket.SearchAsync(new SearchQuery { Text = "alpha", Limit = 3 });
        Assert.Equal((3, true), (some.Hits.Count, some.Truncated));
        Assert.Equal(all.Hits.Take(3).Select(h => h.Trace), some.Hits.Select(h => h.Trace));
        Assert.Equal(some.Hits.Select(h => h.Trace.TraceId).Order(), some.Hits.Select(h => h.Trace.TraceId));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await open.Bucket.SearchAsync(new SearchQuery { Limit = 0 }));
    }

    [Fact]
    public async Task A_word_in_the_title_counts_more_than_one_in_an_output()
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.Bucket.AddAsync(new SomeSession("output").User("something").Tool("Bash", "{}", "alpha").Build());
        await open.Bucket.AddAsync(new SomeSession("title").User("alpha").Tool("Bash", "{}", "something").Build());
        Assert.Equal(["title", "output"], await FindAsync(open, "alpha", ordered: true));
    }

    [Fact]
    public async Task Arguments_outputs_thoughts_and_the_whole_of_long_texts_are_searched()
    {
        await using var open = await OpenBucket.CreateAsync();
        var filler = string.Concat(Enumerable.Repeat("filler text ", 10_000));
        var trace = new SomeSession("s").User("first")
            .Tool("Bash", """{"command":"make\ndeploy","nested":{"list":["zeta"]}}""", filler + "needleinahaystack " + filler)
            .Agent("answer", "pondering").Build();
        await open.Bucket.AddAsync(trace);
        foreach (var (text, step) in new[] { ("deploy", 2), ("zeta", 2), ("needleinahaystack", 2), ("pondering", 3) })
        {
            var hit = Assert.Single((await open.Bucket.SearchAsync(new SearchQuery { Text = text })).Hits);
            Assert.Equal(step, hit.Address.FirstStep);
            Assert.Contains(text, hit.Snippet, StringComparison.Ordinal);
            Assert.InRange(hit.Snippet.Length, 1, 240);
        }

        await open.Bucket.RebuildAsync(Substrates.Index);
        Assert.Single((await open.Bucket.SearchAsync(new SearchQuery { Text = "needleinahaystack" })).Hits);
    }

    [Fact]
    public async Task Only_the_served_generation_is_searched()
    {
        await using var open = await OpenBucket.CreateAsync();
        var abandoned = new SomeSession("s").User("start").Agent("abandonedword").Build();
        var served = new SomeSession("s").User("start");
        served.Delay = 10;
        var rewound = served.Agent("keptword").Chatter(200).Agent("lateword");
        await open.Bucket.AddAsync(abandoned);
        Assert.Equal(["s"], await FindAsync(open, "abandonedword"));
        await open.Bucket.AddAsync(rewound.Build(2));
        Assert.Empty(await FindAsync(open, "abandonedword"));
        await open.Bucket.AddAsync(rewound.Build());
        Assert.Equal(["s"], await FindAsync(open, "start keptword lateword"));
        await open.Bucket.AddAsync(abandoned);
        Assert.Empty(await FindAsync(open, "abandonedword"));
    }

    [Fact]
    public async Task Facets_say_which_files_tools_and_skills()
    {
        await using var open = await OpenBucket.CreateAsync();
        var session = new SomeSession("s") { Skills = ["review"] };
        session.User("go").Tool("Bash", """{"command":"ls"}""", "").Tool("Bash", """{"command":"ls"}""", "")
            .Tool("Read", """{"file_path":"C:\\work\\a.cs"}""", "").Tool("Skill", """{"skill":"deploy"}""", "")
            .Tool("shell", """{"command":["apply_patch","*** Begin Patch\n*** Update File: src/b.cs\n*** End Patch"]}""", "");
        await open.Bucket.AddAsync(session.Build());
        var hit = Assert.Single((await open.Bucket.SearchAsync(new SearchQuery())).Hits);
        Assert.Equal(["C:/work/a.cs", "src/b.cs"], hit.Files);
        Assert.Equal(["Bash", "Read", "Skill", "shell"], hit.Tools);
        Assert.Equal(["deploy", "review"], hit.Skills);
        Assert.Equal("", hit.Snippet);
    }

    [Fact]
    public async Task Words_that_are_everywhere_rank_titles_first_and_stay_complete()
    {
        await using var open = await OpenBucket.CreateAsync();
        for (var i = 0; i < 1010; i++)
        {
            var session = new SomeSession($"s{i}") { Delay = i }.User(i == 500 ? "common title" : "other").Agent("common");
            await open.Bucket.AddAsync((i == 700 ? session.User("a common prompt") : session).Build());
        }

        var result = await open.Bucket.SearchAsync(new SearchQuery { Text = "common", Limit = 3 });
        Assert.Equal(["s500", "s700", "s1009"], result.Hits.Select(h => h.Trace.SessionId));
        Assert.True(result.Truncated);
    }

    [Fact]
    public async Task Too_many_words_are_a_mistake_of_the_caller()
    {
        await using var open = await OpenBucket.CreateAsync();
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await open.Bucket.SearchAsync(
            new SearchQuery { Text = string.Join(' ', Enumerable.Range(0, 65).Select(i => $"w{i}")) }));
        Assert.Equal(OpenTracesErrorCode.InvalidRequest, error.Code);
    }

    private static async Task<List<string>> FindAsync(OpenBucket open, string? text, bool ordered = false)
    {
        var result = await open.Bucket.SearchAsync(new SearchQuery { Text = text });
        var found = result.Hits.Select(h => h.Trace.SessionId);
        return ordered ? [.. found] : [.. found.Order(StringComparer.Ordinal)];
    }
}
