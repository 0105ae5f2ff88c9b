using System.Text;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Records;

public class StoredTextTests
{
    [Fact]
    public async Task A_text_over_64_KiB_becomes_a_preview_that_names_the_whole()
    {
        await using var open = await OpenBucket.CreateAsync();
        var whole = "start " + string.Concat(Enumerable.Repeat("é", 40_000)) + " end";
        var short64 = new string('x', 64 * 1024);
        var trace = new SomeSession().User(whole).Agent(short64, whole).Tool("Bash", "{}", whole).Build();
        var id = (await open.Bucket.AddAsync(trace)).TraceId;
        var record = await open.Bucket.FindAsync(id);

        var hash = ContentHash.Of(Encoding.UTF8.GetBytes(whole));
        foreach (var text in new[] { record!.Steps[0].Content!, record.Steps[1].ReasoningContent!, record.Steps[2].Observations[0].Content! })
        {
            Assert.StartsWith("start ééé", text, StringComparison.Ordinal);
            Assert.InRange(Encoding.UTF8.GetByteCount(text), 4_000, 4_300);
            Assert.EndsWith($"\n[cut here: 80010 bytes in all, the whole text is sha256:{hash}]", text, StringComparison.Ordinal);
        }

        Assert.Equal(short64, record.Steps[1].Content);
        using var reader = new StreamReader((await open.Bucket.OpenTextAsync(hash))!);
        Assert.Equal(whole, await reader.ReadToEndAsync());
        Assert.Null(await open.Bucket.OpenTextAsync(ContentHash.Of("nothing"u8)));
    }

    [Fact]
    public async Task A_stored_record_names_its_long_texts_once_and_in_order()
    {
        using var folder = new TempFolder();
        await using var blobs = await SegmentBlobStore.OpenAsync(folder.Root, StoreFiles.Local, new BlobStoreOptions());
        var (first, second) = (new string('a', 70_000), new string('b', 1_100_000));
        var held = new SomeSession().User(first).Agent("short", second).Tool("Bash", "{}", first).Build();
        var streamed = held with
        {
            Record = held.Record with { Steps = [] },
            StreamedSteps = new StepSource { Count = held.Record.Steps.Count, Read = _ => held.Record.Steps.ToAsyncEnumerable() },
        };

        foreach (var trace in new[] { held, streamed })
        {
            var written = await new RecordWriter(blobs).WriteAsync(trace, new StepsWriter(blobs, document: null), default);
            var stored = await new RecordReader(blobs).ReadAsync(written.Record, default);
            Assert.Equal(
                [ContentHash.Of(Encoding.UTF8.GetBytes(first)), ContentHash.Of(Encoding.UTF8.GetBytes(second))], stored.Texts);
        }
    }

    [Fact]
    public async Task A_stored_record_without_long_texts_has_no_list_of_them()
    {
        using var folder = new TempFolder();
        await using var blobs = await SegmentBlobStore.OpenAsync(folder.Root, StoreFiles.Local, new BlobStoreOptions());
        var written = await new RecordWriter(blobs).WriteAsync(Some.Trace(), new StepsWriter(blobs, document: null), default);
        var bytes = (await blobs.GetAsync(written.Record))!.Value;
        Assert.False(RawJson.FromTrusted(bytes).TryGetMember("texts"u8, out _));
        Assert.Empty(StoredRecordJson.Read(RawJson.FromTrusted(bytes)).Texts);
    }

    [Fact]
    public void A_preview_ends_between_characters_and_names_its_whole_again()
    {
        foreach (var unit in new[] { "a", "é", "数", "😀", "\ud800" })
        {
            for (var shift = 0; shift < 4; shift++)
            {
                var text = new string('-', shift) + string.Concat(Enumerable.Repeat(unit, 70_000));
                Assert.True(LongText.TryCut(text, out var preview, out var whole));
                Assert.True(LongText.TryFindWhole(preview, out var address));
                Assert.Equal(ContentHash.Of(whole), address);
                var kept = preview[..preview.LastIndexOf('\n')];
                Assert.StartsWith(kept, text, StringComparison.Ordinal);
                Assert.InRange(Encoding.UTF8.GetByteCount(kept), LongText.PreviewBytes - 3, LongText.PreviewBytes);
                Assert.False(kept.Length > 0 && char.IsHighSurrogate(kept[^1]) && unit == "😀");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[cut here: 5 bytes in all, the whole text is sha256:00]")]
    public void A_text_that_only_looks_like_a_preview_is_none(string text)
    {
        Assert.False(LongText.TryFindWhole(text, out _));
        Assert.False(LongText.TryFindWhole(new string('x', 3000) + "\n" + text, out _));
    }

    [Fact]
    public async Task The_record_comes_back_as_it_was_given()
    {
        await using var open = await OpenBucket.CreateAsync();
        var trace = Some.Trace(steps: 120);
        trace = trace with
        {
            Record = trace.Record with
            {
                SystemPrompts = new Dictionary<string, string> { ["h"] = new('p', 5000) },
                ToolDefinitions = [RawJson.Parse("""{ "name" : "Bash" }""")],
                Patches = [.. trace.Record.Patches.Select((p, i) => i == 0 ? p with { SnapshotBeforeId = "s1" } : p)],
                GenerationIndex = 1,
            },
        };
        var id = (await open.Bucket.AddAsync(trace)).TraceId;
        var expected = TraceJson.Serialize(TraceDerived.Apply(trace.Record));
        Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(TraceJson.Serialize((await open.Bucket.FindAsync(id))!)));
    }
}
