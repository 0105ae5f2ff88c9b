using System.Buffers;
using System.Text;
using Xunit;

namespace OpenTraces.Schema.Tests.Patches;

public sealed class TracePatchTests
{
    private static readonly TraceId Trace = TraceId.Parse("6f1f0a52-93a8-8c11-9d3e-0123456789ab");

    private static readonly PatchDraft Draft = new()
    {
        FilePath = "a/b.cs",
        OldPath = "a/c.cs",
        Kind = PatchKind.Move,
        ToolCallId = "c1",
        StepIndex = 4,
        WorkingDirectory = "/r",
        Timestamp = "2026-05-01T10:00:00Z",
        OldStart = 3,
        NewStart = 5,
        Removed = ["x"],
        Added = ["y", "z \ud800"],
        CaptureMethod = "snapshot",
        Limitations = ["replace_all"],
    };

    [Fact]
    public void The_golden_ids_hold()
    {
        Assert.Equal("7ceea8fef3163ce2016548ba7a7583cf8375096e6c314b6ab27da80aa428e647",
            TracePatch.ComputeId(Trace, "c1", "a/b.cs", 0, ["x"], ["y", "z"]));
        Assert.Equal("dbfcdcb7a818afaba8f3f166edbdbdf407a235ceaccf698a9b293d4178c1a84b",
            TracePatch.ComputeId(Trace, "c1", "ä/\"😀\".cs", 2, [], ["☃"]));
    }

    [Fact]
    public void Its_json_has_every_member_in_order()
    {
        var patch = TracePatch.FromDraft(Trace, 1, Draft);
        Assert.Equal(
            $$"""{"patch_id":"{{patch.PatchId}}","trace_id":"{{Trace}}","ordinal":1,"file_path":"a/b.cs","old_path":"a/c.cs","kind":"move","tool_call_id":"""
            + "\"c1\"" + ""","step_index":4,"working_directory":"/r","timestamp":"2026-05-01T10:00:00Z","old_start":3,"new_start":5"""
            + ""","removed":["x"],"added":["y","z \ud800"],"capture_method":"snapshot","limitations":["replace_all"]}""",
            Write(patch));
    }

    [Theory]
    [InlineData(PatchKind.Modify)]
    [InlineData(PatchKind.Add)]
    [InlineData(PatchKind.Delete)]
    [InlineData(PatchKind.Move)]
    public void It_survives_a_round_trip(PatchKind kind)
    {
        var json = Write(TracePatch.FromDraft(Trace, 1, Draft with { Kind = kind }));
        var read = TraceJson.ParsePatch(Encoding.UTF8.GetBytes(json));
        Assert.Equal(kind, read.Content.Kind);
        Assert.Equal(Draft.Added, read.Content.Added);
        Assert.Equal(json, Write(read));
    }

    [Theory]
    [InlineData("\"trace_id\":\"" + "6f1f0a52-93a8-8c11-9d3e-0123456789ab\"", "\"trace_id\":\"7\"", "$.trace_id is not a UUID.")]
    [InlineData("\"kind\":\"move\"", "\"kind\":\"copy\"", "$.kind is not modify, add, delete or move.")]
    [InlineData("\"ordinal\":1", "\"ordinal\":null", "$.ordinal is missing.")]
    public void A_broken_patch_is_refused_with_the_place(string from, string to, string message)
    {
        var json = Write(TracePatch.FromDraft(Trace, 1, Draft)).Replace(from, to, StringComparison.Ordinal);
        var error = Assert.Throws<OpenTracesException>(() => TraceJson.ParsePatch(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(message, error.Message);
    }

    private static string Write(TracePatch patch)
    {
        var buffer = new ArrayBufferWriter<byte>();
        TraceJson.WritePatch(buffer, patch);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
