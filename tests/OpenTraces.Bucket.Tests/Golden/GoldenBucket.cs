using System.Text.Json;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Golden;

/// <summary>A bucket that an earlier version wrote, in a folder beside this file, and <c>NAME.json</c>: what must be found in it.</summary>
internal sealed class GoldenBucket(string name)
{
    public static string FolderOf(string name) => Repository.PathOf("tests", "OpenTraces.Bucket.Tests", "Golden", name);

    private JsonElement Expected { get; } = JsonDocument.Parse(File.ReadAllBytes(FolderOf(name) + ".json")).RootElement;

    public IEnumerable<TraceId> Forgotten => Expected.GetProperty("forgotten").EnumerateArray().Select(Id);

    /// <summary>Copies the bucket, so that nothing ever writes to the one that is kept.</summary>
    public void CopyTo(string folder)
    {
        var source = new DirectoryInfo(FolderOf(name));
        foreach (var file in source.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(source.FullName, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            file.CopyTo(target);
        }
    }

    /// <summary>Every trace, every generation's bytes, the steps and hunks and media of the served one, and nothing else.</summary>
    /// <param name="bucket">The copy.</param>
    /// <param name="changed">Traces that were added or have changed since: they are there, and what is in them is not compared.</param>
    public async Task AssertHeldAsync(TraceBucket bucket, params TraceId[] changed)
    {
        var traces = Expected.GetProperty("traces").EnumerateArray().ToDictionary(t => Id(t.GetProperty("trace_id")));
        Assert.Equal(traces.Keys.Union(changed).Order(), (await bucket.ListAsync().ToListAsync()).Select(s => s.TraceId).Order());
        foreach (var (_, trace) in traces.Where(t => !changed.Contains(t.Key)))
            await AssertHeldAsync(bucket, trace);
        foreach (var id in Forgotten)
        {
            Assert.Null(await bucket.FindAsync(id));
            Assert.Null(await bucket.OpenRawAsync(id, generation: 1));
        }
    }

    public async Task AssertSearchesAsync(TraceBucket bucket)
    {
        foreach (var search in Expected.GetProperty("searches").EnumerateObject())
        {
            var found = await bucket.SearchAsync(new SearchQuery { Text = search.Name });
            Assert.Equal(search.Value.EnumerateArray().Select(Id).Order(), found.Hits.Select(h => h.Trace.TraceId).Order());
        }
    }

    private static async Task AssertHeldAsync(TraceBucket bucket, JsonElement expected)
    {
        var id = Id(expected.GetProperty("trace_id"));
        var summary = (await bucket.FindSummaryAsync(id))!;
        Assert.Equal(expected.GetProperty("agent").GetString(), summary.Agent);
        Assert.Equal(expected.GetProperty("session_id").GetString(), summary.SessionId);
        Assert.Equal(expected.GetProperty("served").GetInt32(), summary.Generation);
        var generations = expected.GetProperty("generations").EnumerateArray().Select(g => g.GetString()!).ToList();
        Assert.Equal(generations.Count, summary.Generations);
        for (var i = 0; i < generations.Count; i++)
            Assert.Equal(generations[i], await DigestAsync(await bucket.OpenRawAsync(id, generation: i + 1)));

        var steps = expected.GetProperty("steps").GetInt32();
        var record = (await bucket.FindAsync(id))!;
        Assert.Equal(Enumerable.Range(1, steps), record.Steps.Select(s => s.StepIndex));
        Assert.Equal(steps, summary.Steps);
        Assert.Equal(expected.GetProperty("first_text").GetString(), record.Steps[0].Content);
        var patches = await bucket.ReadPatchesAsync(id).ToListAsync();
        Assert.Equal(expected.GetProperty("patches").EnumerateArray().Select(p => p.GetString()), patches.Select(p => p.PatchId));
        Assert.Equal(expected.GetProperty("anchored").GetBoolean(), record.Patches.Any(p => p.Anchor is { Found: true }));
        foreach (var media in expected.GetProperty("media").EnumerateArray())
            Assert.Equal(media.GetString(), await DigestAsync(await bucket.OpenMediaAsync(id, ContentHash.Parse(media.GetString()!))));
        foreach (var text in expected.GetProperty("texts").EnumerateArray())
            Assert.Equal(text.GetString(), await DigestAsync(await bucket.OpenTextAsync(ContentHash.Parse(text.GetString()!))));
    }

    private static async Task<string> DigestAsync(Stream? stream)
    {
        Assert.NotNull(stream);
        await using (stream)
        {
            using var all = new MemoryStream();
            await stream.CopyToAsync(all);
            return ContentHash.Of(all.ToArray()).ToString();
        }
    }

    private static TraceId Id(JsonElement id) => TraceId.Parse(id.GetString()!);
}
