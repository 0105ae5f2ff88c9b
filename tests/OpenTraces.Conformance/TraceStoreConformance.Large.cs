using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Conformance;

/// <summary>What is too large to stand in the record: media, and streamed steps.</summary>
public abstract partial class TraceStoreConformance
{
    [Fact]
    public async Task Guarantee_9_media_come_back_exactly_and_in_order_through_their_own_trace_alone()
    {
        var store = await CreateAsync();
        var large = new byte[(3 << 20) + 17];
        new Random(5).NextBytes(large);
        byte[][] contents = ["a picture"u8.ToArray(), large, "notes\n"u8.ToArray()];
        CapturedMedia[] media = [Some.Media(contents[0]), Some.Media(contents[1], "application/pdf"), Some.Media(contents[2], null)];
        var id = (await store.AddAsync(Some.Trace("with") with { Media = media })).TraceId;
        var without = (await store.AddAsync(Some.Trace("without"))).TraceId;

        var other = await OpenAnotherAsync(store);
        Assert.Equal(media.Select(m => m.Media), await Collect(other.ReadMediaAsync(id)));
        foreach (var content in contents)
            Assert.Equal(content, await Bytes(await other.OpenMediaAsync(id, ContentHash.Of(content))));
        Assert.Empty(await Collect(other.ReadMediaAsync(without)));
        Assert.Null(await other.OpenMediaAsync(without, ContentHash.Of(contents[0])));
        Assert.Null(await other.OpenMediaAsync(id, ContentHash.Of("nobody's"u8)));
        Assert.Empty(await Collect(other.ReadMediaAsync(Some.Trace("another").Key.ToTraceId())));
        Assert.Null(await other.OpenMediaAsync(Some.Trace("another").Key.ToTraceId(), ContentHash.Of(contents[0])));
    }

    [Fact]
    public async Task Guarantee_9_a_grown_session_lists_the_media_of_the_generation_served()
    {
        var store = await CreateAsync();
        var session = Some.Session(steps: 20);
        CapturedMedia[] media = [Some.Media("first"u8.ToArray()), Some.Media("second"u8.ToArray())];
        await store.AddAsync(session.Build(10) with { Media = media[..1] });
        var id = (await store.AddAsync(session.Build(20) with { Media = media })).TraceId;
        await store.AddAsync(session.Build(15) with { Media = media[..1] });
        Assert.Equal(media.Select(m => m.Media), await Collect(store.ReadMediaAsync(id)));
        Assert.Equal("second"u8.ToArray(), await Bytes(await store.OpenMediaAsync(id, media[1].Media.Address)));
    }

    [Fact]
    public async Task Guarantee_9_media_that_are_not_what_they_say_refuse_the_whole_reading()
    {
        var store = await CreateAsync();
        var honest = Some.Media("a picture"u8.ToArray());
        foreach (var media in new[]
        {
            honest with { Open = () => new MemoryStream("no  photo"u8.ToArray()) },
            honest with { Media = honest.Media with { Length = 8 } },
            honest with { Media = honest.Media with { Length = 10 } },
        })
        {
            var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await store.AddAsync(Some.Trace() with { Media = [media] }));
            Assert.Equal(OpenTracesErrorCode.SourceChanged, error.Code);
        }

        Assert.Empty(await Collect(store.ListAsync()));
    }

    [Fact]
    public async Task Guarantee_10_streamed_steps_are_kept_as_if_they_stood_in_the_record()
    {
        var trace = Some.Trace(steps: 80);
        var streamed = Streamed(trace, 80);
        var (store, other) = (await CreateAsync(), await CreateAsync());
        var id = (await store.AddAsync(streamed)).TraceId;
        await other.AddAsync(trace);
        Assert.Equal(TraceJson.Serialize((await other.FindAsync(id))!), TraceJson.Serialize((await store.FindAsync(id))!));
        Assert.Equal(await other.FindSummaryAsync(id), await store.FindSummaryAsync(id));
        var query = new SearchQuery { Text = "parser" };
        var hits = (await store.SearchAsync(query)).Hits;
        Assert.NotEmpty(hits);
        Assert.Equal((await other.SearchAsync(query)).Hits.Select(h => h.Snippet), hits.Select(h => h.Snippet));
        Assert.Equal(IngestOutcome.Unchanged, (await store.AddAsync(streamed)).Outcome);
    }

    [Fact]
    public async Task Guarantee_10_received_steps_are_kept_without_being_read()
    {
        var trace = Some.Trace(steps: 80);
        var (store, other) = (await CreateAsync(), await CreateAsync());
        await using var receiver = store.ReceiveSteps();
        Assert.SkipWhen(receiver is null, "this store receives no steps");
        foreach (var step in trace.Record.Steps)
            await receiver.AddAsync(step);
        Assert.Empty(await Collect(store.ListAsync()));
        var streamed = Streamed(trace, 80);
        var received = streamed with
        {
            StreamedSteps = streamed.StreamedSteps! with { Received = receiver, Read = _ => throw new InvalidOperationException("read") },
        };
        var id = (await store.AddAsync(received)).TraceId;
        await other.AddAsync(trace);
        Assert.Equal(TraceJson.Serialize((await other.FindAsync(id))!), TraceJson.Serialize((await store.FindAsync(id))!));
        var hits = (await store.SearchAsync(new() { Text = "parser" })).Hits;
        Assert.Equal((await other.SearchAsync(new() { Text = "parser" })).Hits.Select(h => h.Address), hits.Select(h => h.Address));
    }

    [Fact]
    public async Task Guarantee_10_steps_that_another_store_received_are_read()
    {
        var trace = Some.Trace(steps: 20);
        var (store, other) = (await CreateAsync(), await CreateAsync());
        await using var receiver = other.ReceiveSteps();
        Assert.SkipWhen(receiver is null, "this store receives no steps");
        var streamed = Streamed(trace, 20);
        var id = (await store.AddAsync(streamed with { StreamedSteps = streamed.StreamedSteps! with { Received = receiver } })).TraceId;
        Assert.Equal(20, (await store.FindAsync(id))!.Steps.Count);
    }

    [Fact]
    public async Task Guarantee_10_received_steps_that_are_not_as_many_as_said_refuse_the_reading()
    {
        var store = await CreateAsync();
        await using var receiver = store.ReceiveSteps();
        Assert.SkipWhen(receiver is null, "this store receives no steps");
        await receiver.AddAsync(Some.Trace(steps: 8).Record.Steps[0]);
        var streamed = Streamed(Some.Trace(steps: 8), 8);
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () =>
            await store.AddAsync(streamed with { StreamedSteps = streamed.StreamedSteps! with { Received = receiver } }));
        Assert.Equal(OpenTracesErrorCode.SourceChanged, error.Code);
        Assert.Empty(await Collect(store.ListAsync()));
    }

    [Fact]
    public async Task Guarantee_10_streamed_steps_that_are_not_as_many_as_said_refuse_the_reading()
    {
        var store = await CreateAsync();
        foreach (var count in new[] { 7, 9 })
        {
            var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await store.AddAsync(Streamed(Some.Trace(steps: 8), count)));
            Assert.Equal(OpenTracesErrorCode.SourceChanged, error.Code);
        }

        Assert.Empty(await Collect(store.ListAsync()));
    }

    private static CapturedTrace Streamed(CapturedTrace trace, int count) => trace with
    {
        Record = trace.Record with { Steps = [] },
        StreamedSteps = new StepSource { Count = count, Read = _ => trace.Record.Steps.ToAsyncEnumerable() },
    };
}
