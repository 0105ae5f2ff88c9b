using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Search;

public class FilterTests
{
    public static TheoryData<TraceFilter, string[]> Filters => new()
    {
        { new TraceFilter(), ["a", "b", "c"] },
        { new TraceFilter { Agent = "pi" }, ["c"] },
        { new TraceFilter { Agent = "PI" }, [] },
        { new TraceFilter { Tool = "bASH" }, ["a"] },
        { new TraceFilter { Skill = "REVIEW" }, ["b"] },
        { new TraceFilter { Files = ["a.cs"] }, ["a"] },
        { new TraceFilter { Files = ["src/a.cs"] }, ["a"] },
        { new TraceFilter { Files = ["/home/me/src/a.cs"] }, ["a"] },
        { new TraceFilter { Files = ["rc/a.cs"] }, [] },
        { new TraceFilter { Files = ["A.cs"] }, [] },
        { new TraceFilter { Files = ["*.cs"] }, ["a", "b"] },
        { new TraceFilter { Files = ["src/?.cs"] }, ["a", "b"] },
        { new TraceFilter { Files = ["src\\b.cs"] }, ["b"] },
        { new TraceFilter { Files = ["./src/b.cs", "a.cs"] }, ["a", "b"] },
        { new TraceFilter { Files = ["[ab].cs*"] }, [] },
        { new TraceFilter { Files = ["100%_done?.md"] }, ["c"] },
        { new TraceFilter { Project = "/home/me" }, ["a"] },
        { new TraceFilter { Project = "/home/me/" }, ["a"] },
        { new TraceFilter { Project = "/home/m" }, [] },
        { new TraceFilter { Project = "/" }, ["a"] },
        { new TraceFilter { Project = "C:/work" }, ["b"] },
        { new TraceFilter { Project = "C:\\work\\é😀" }, ["b"] },
        { new TraceFilter { Since = SomeSession.Start.AddMinutes(3) }, ["a"] },
        { new TraceFilter { Since = SomeSession.Start.AddMinutes(2) }, ["a", "b", "c"] },
        { new TraceFilter { Since = SomeSession.Start.AddMinutes(2).ToOffset(TimeSpan.FromHours(5)), Agent = "claude-code", Files = ["b.cs"] }, ["b"] },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_filter_means_the_same_in_a_search_a_list_and_a_list_without_an_index(TraceFilter filter, string[] expected)
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.Bucket.AddAsync(new SomeSession("a") { WorkingDirectory = "/home/me/src" }
            .User("go").Tool("Bash", """{"command":"x"}""", "").Tool("Read", """{"file_path":"/home/me/src/a.cs"}""", "").Build());
        await open.Bucket.AddAsync(new SomeSession("b") { WorkingDirectory = "C:\\work\\é😀\\deep", Skills = ["review"] }
            .User("go").Tool("Read", """{"file_path":"src\\b.cs"}""", "").Build());
        await open.Bucket.AddAsync(new SomeSession("c", "pi") { WorkingDirectory = null }
            .User("go").Tool("Read", """{"path":"docs/100%_done!.md"}""", "").Build());

        Assert.Equal(expected, (await open.Bucket.SearchAsync(new SearchQuery { Filter = filter })).Hits
            .Select(h => h.Trace.SessionId).Order(StringComparer.Ordinal));
        Assert.Equal(expected, (await open.Bucket.SearchAsync(new SearchQuery { Text = "go", Filter = filter })).Hits
            .Select(h => h.Trace.SessionId).Order(StringComparer.Ordinal));
        Assert.Equal(expected, await ListAsync(open.Bucket, filter));

        await open.CloseAsync();
        Directory.Delete(open["index"], recursive: true);
        Assert.Equal(expected, await ListAsync(await open.ReopenAsync(new BucketOptions { ReadOnly = true }), filter));
    }

    [Fact]
    public async Task A_trace_without_times_is_in_no_since_and_comes_last()
    {
        await using var open = await OpenBucket.CreateAsync();
        var timeless = new SomeSession("timeless").User("go").Build();
        await open.Bucket.AddAsync(timeless with { Record = timeless.Record with { TimestampStart = null, TimestampEnd = null } });
        await open.Bucket.AddAsync(new SomeSession("timed").User("go").Build());
        Assert.Equal(["timed"], await ListAsync(open.Bucket, new TraceFilter { Since = DateTimeOffset.MinValue }));
        Assert.Equal(["timed", "timeless"], (await open.Bucket.SearchAsync(new SearchQuery())).Hits.Select(h => h.Trace.SessionId));
    }

    private static async Task<List<string>> ListAsync(TraceBucket bucket, TraceFilter filter)
    {
        var found = new List<string>();
        await foreach (var summary in bucket.ListAsync(filter))
            found.Add(summary.SessionId);
        found.Sort(StringComparer.Ordinal);
        return found;
    }
}
