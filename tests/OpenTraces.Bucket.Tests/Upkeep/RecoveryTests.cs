using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Upkeep;

public class RecoveryTests
{
    [Fact]
    public async Task A_kill_after_the_event_loses_nothing_that_was_acknowledged()
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.CloseAsync();
        var manifest = await File.ReadAllBytesAsync(open["manifest.json"]);
        await open.ReopenAsync();
        var trace = Some.Trace();
        await open.Bucket.AddAsync(trace);
        await open.Bucket.SetTrailAsync(trace.Key.ToTraceId(), Some.Overlay(trace));
        await open.CloseAsync();

        // What stands on the disk when the process dies between the event and its projections.
        await File.WriteAllBytesAsync(open["manifest.json"], manifest);
        Directory.Delete(open["traces"], recursive: true);
        Directory.Delete(open["index"], recursive: true);

        await open.ReopenAsync();
        await AssertWholeAsync(open.Bucket, trace);
        Assert.True(File.Exists(Envelope(open, trace)));
    }

    [Fact]
    public async Task A_lost_envelope_is_made_again_from_the_log()
    {
        await using var open = await OpenBucket.CreateAsync();
        var trace = Some.Trace();
        await open.Bucket.AddAsync(Some.Trace("before"));
        await open.Bucket.AddAsync(trace);
        await open.Bucket.SetTrailAsync(trace.Key.ToTraceId(), Some.Overlay(trace));
        await open.Bucket.AddAsync(Some.Trace("after"));
        await open.CloseAsync();
        var before = await File.ReadAllBytesAsync(Envelope(open, trace));
        File.Delete(Envelope(open, trace));

        await open.ReopenAsync();
        await AssertWholeAsync(open.Bucket, trace);
        Assert.Equal(before, await File.ReadAllBytesAsync(Envelope(open, trace)));
    }

    [Fact]
    public async Task A_damaged_envelope_is_made_again_from_the_log_whatever_byte_is_wrong()
    {
        await using var open = await OpenBucket.CreateAsync();
        var trace = Some.Trace();
        await open.Bucket.AddAsync(trace);
        await open.Bucket.SetTrailAsync(trace.Key.ToTraceId(), Some.Overlay(trace));
        var whole = await File.ReadAllBytesAsync(Envelope(open, trace));
        var expected = await open.Bucket.FindSummaryAsync(trace.Key.ToTraceId());
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var bytes = (byte[])whole.Clone();
            if (round % 4 == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            else
                bytes[random.Next(bytes.Length - 1)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(Envelope(open, trace), bytes);
            Assert.Equal(expected, await open.Bucket.FindSummaryAsync(trace.Key.ToTraceId()));
            Assert.Equal(whole, await File.ReadAllBytesAsync(Envelope(open, trace)));
        }
    }

    [Fact]
    public async Task A_damaged_manifest_is_made_again()
    {
        await using var open = await OpenBucket.CreateAsync();
        await open.Bucket.AddAsync(Some.Trace());
        await open.CloseAsync();
        var before = await File.ReadAllBytesAsync(open["manifest.json"]);
        await File.WriteAllTextAsync(open["manifest.json"], "{");
        await open.ReopenAsync();
        Assert.Equal(before, await File.ReadAllBytesAsync(open["manifest.json"]));
        Assert.Contains("\"traces\":1,\"generations\":1", System.Text.Encoding.UTF8.GetString(before), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_replaced_by_a_new_index()
    {
        await using var open = await OpenBucket.CreateAsync();
        var trace = Some.Trace();
        await open.Bucket.AddAsync(trace);
        await open.CloseAsync();
        var database = Directory.EnumerateFiles(open["index"], "search.db", SearchOption.AllDirectories).Single();
        await File.WriteAllBytesAsync(database, new byte[5000].Select((_, i) => (byte)i).ToArray());
        await open.ReopenAsync();
        Assert.Single((await open.Bucket.SearchAsync(new SearchQuery { Text = "parser" })).Hits);
    }

    [Fact]
    public async Task A_rebuilt_index_answers_like_the_one_it_replaces()
    {
        await using var open = await OpenBucket.CreateAsync();
        var session = Some.Session("growing", steps: 50);
        foreach (var steps in new[] { 10, 30, 50 })
            await open.Bucket.AddAsync(session.Build(steps));
        await open.Bucket.AddAsync(Some.Trace("other"));
        var query = new SearchQuery { Text = "parser drop" };
        var before = await open.Bucket.SearchAsync(query);
        var pointer = await File.ReadAllTextAsync(open["index/current"]);

        await open.Bucket.RebuildAsync(Substrates.Index);
        var after = await open.Bucket.SearchAsync(query);
        Assert.NotEqual(pointer, await File.ReadAllTextAsync(open["index/current"]));
        Assert.Equal(before.Hits.Select(h => (h.Trace, h.Address, h.Snippet)), after.Hits.Select(h => (h.Trace, h.Address, h.Snippet)));
        Assert.False(after.Freshness.Stale);
        Assert.Single(Directory.EnumerateDirectories(open["index"]));
        await open.Bucket.AddAsync(Some.Trace("third"));
        Assert.Equal(3, (await open.Bucket.SearchAsync(query)).Hits.Count);
    }

    [Fact]
    public async Task An_instance_follows_when_another_one_rebuilds()
    {
        await using var open = await OpenBucket.CreateAsync();
        await using var other = await TraceBucket.OpenAsync(open.Path);
        await open.Bucket.AddAsync(Some.Trace("a"));
        await other.RebuildAsync(Substrates.Index);
        await open.Bucket.AddAsync(Some.Trace("b"));
        Assert.Equal(2, (await other.SearchAsync(new SearchQuery { Text = "parser" })).Hits.Count);
        Assert.Equal(2, (await open.Bucket.SearchAsync(new SearchQuery { Text = "parser" })).Hits.Count);
    }

    [Fact]
    public async Task A_held_index_neither_delays_nor_fails_a_capture()
    {
        await using var open = await OpenBucket.CreateAsync();
        var database = Directory.EnumerateFiles(open["index"], "search.db", SearchOption.AllDirectories).Single();
        var trace = Some.Trace();
        using (var holder = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={database};Pooling=False"))
        {
            holder.Open();
            using var command = holder.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.ExecuteNonQuery();
            Assert.Equal(IngestOutcome.Imported, (await open.Bucket.AddAsync(trace)).Outcome);
            var behind = (await open.Bucket.SearchAsync(new SearchQuery { Text = "parser" })).Freshness;
            Assert.Equal((true, "events_not_indexed", 0L, 1L), (behind.Stale, behind.StaleReason, behind.IndexedThrough, behind.LogHead));
            Assert.Single(await ListAsync(open.Bucket, new TraceFilter { Tool = "bash", Files = ["src/Parser.cs"] }));
            Assert.Empty(await ListAsync(open.Bucket, new TraceFilter { Tool = "grep" }));
        }

        await open.Bucket.AddAsync(Some.Trace("next"));
        var caughtUp = await open.Bucket.SearchAsync(new SearchQuery { Text = "parser" });
        Assert.Equal(2, caughtUp.Hits.Count);
        Assert.False(caughtUp.Freshness.Stale);
    }

    private static async Task AssertWholeAsync(TraceBucket bucket, CapturedTrace trace)
    {
        var id = trace.Key.ToTraceId();
        var record = await bucket.FindAsync(id);
        Assert.Equal(trace.Record.Steps.Count, record!.Steps.Count);
        Assert.Equal("final", record.Lifecycle);
        Assert.True(record.Outcome.Committed);
        Assert.Single(record.GitLinks);
        Assert.NotNull(await bucket.FindSummaryAsync(id));
        Assert.Contains((await bucket.SearchAsync(new SearchQuery { Text = "parser" })).Hits, h => h.Trace.TraceId == id);
    }

    private static string Envelope(OpenBucket open, CapturedTrace trace)
    {
        var id = trace.Key.ToTraceId().ToString();
        return open[$"traces/{id[..2]}/{id}.json"];
    }

    private static async Task<List<TraceSummary>> ListAsync(TraceBucket bucket, TraceFilter filter)
    {
        var all = new List<TraceSummary>();
        await foreach (var summary in bucket.ListAsync(filter))
            all.Add(summary);
        return all;
    }
}
