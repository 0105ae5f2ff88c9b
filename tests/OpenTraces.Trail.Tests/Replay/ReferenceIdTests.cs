using System.Text;
using OpenTraces.Schema;
using OpenTraces.Trail.Replay;
using Xunit;

namespace OpenTraces.Trail.Tests.Replay;

/// <summary>Ids that another implementation of the format computed.</summary>
public sealed class ReferenceIdTests
{
    [Fact]
    public void A_snapshot_has_the_id_that_others_give_it()
    {
        const string Common = """{"trace_id":"t1","generation_index":0,"step_index":3,"tree_id":{"algo":"sha1","hex":"4b825dc642cb6eb9a060e54bf8d69288fbee4904"}""";
        Assert.Equal("cf143d035643fe7d2999c919c74b8a934915b860034b172d386fe75f386390cc", ReferenceIds.Digest("opentraces.trace_snapshot.v1", RawJson.Parse(Common + "}")));
        Assert.Equal("683826015ec04e7ea641148322c4a2c1a9144894b1f22ab8b20119ff3bdc71db", ReferenceIds.Digest("opentraces.trace_snapshot.v1", RawJson.Parse(Common + ",\"role\":\"before\"}")));
    }

    [Fact]
    public void A_patch_has_the_id_that_others_give_it()
    {
        var hash = ReferenceIds.HashOf("    return 'x'");
        Assert.Equal("sha256:3c59904ecabb0d71a7070aaca16aaec92ea247aaf4f415515b2a665335a65e76", hash);
        var id = ReferenceIds.PatchId(new PatchMaterial
        {
            TraceId = "t1",
            StepIndex = 3,
            SnapshotBefore = new string('a', 64),
            SnapshotAfter = new string('b', 64),
            FilePath = "app.py",
            HunkIndex = 0,
            Range = new LineRange(2, 2),
            RawAuthoredHash = hash,
            BlobAfter = new string('c', 40),
        });
        Assert.Equal("fa169a6ba8a182c81b205181bb28173184cb259b31f262737e34cd608ae1a836", id);
    }

    [Fact]
    public void An_anchor_has_the_id_that_others_give_it() => Assert.Equal(
        "c1fdf7194e703b39afe76ab34f6a175b8660645ce84868d9b2b862c866eaf2e2",
        ReferenceIds.AnchorId(new string('d', 64), new string('e', 40), "app.py", new LineRange(2, 2), "exact_range_hash"));

    [Fact]
    public void A_payload_and_its_event_have_the_hash_and_the_id_that_others_give_them()
    {
        var payload = RawJson.Parse("{\"b\":2,\"a\":\"\u00e9\"}");
        Assert.Equal("sha256:06c264c46ad5ada9493abd3aa2383fb205ae99d7d0bad40b03a43bfec8a1b8de", LogEvent.ComputeContentHash(payload));
        var draft = new LogDraft
        {
            EventType = LogDraft.PatchCreated,
            TraceId = "t1",
            StepIndex = 1,
            Time = DateTimeOffset.UnixEpoch,
            CaptureMethod = "hook_posttooluse",
            Payload = payload,
            SubjectId = "",
        };
        Assert.Equal("trailevent-sha256:f8d29c1eb35720cf3259190dbfd51401e4dfd1b882612386aa5086fdce616fa1", LogEvent.ComputeId(draft, 1, null));
    }

    [Theory]
    [InlineData(0, "2026-01-02T03:04:05Z")]
    [InlineData(1_230_000, "2026-01-02T03:04:05.123000Z")]
    public void Times_have_microseconds_where_there_are_any(long ticks, string text) =>
        Assert.Equal(text, LogEvent.FormatTime(new DateTimeOffset(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2)).AddTicks(ticks)));

    [Fact]
    public void Files_are_laid_out_with_members_in_order_and_two_spaces() => Assert.Equal(
        "{\n  \"B\": [\n    1,\n    {\n      \"x\": \"a\\\"{,:\"\n    }\n  ],\n  \"a\": {},\n  \"b\": [],\n  \"c\": null\n}\n",
        Encoding.UTF8.GetString(PrettyJson.Write(RawJson.Parse("""{"c":null,"b":[],"a":{},"B":[1,{"x":"a\"{,:"}]}"""))));
}
