using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using OpenTraces.Schema.Tests.Serialization;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Schema.Tests.Canonical;

public sealed class RecordContentHashTests
{
    private static readonly TraceRecord Small = new() { TraceId = "a", SessionId = "s", Agent = new Agent { Name = "pi" } };

    [Fact]
    public void It_is_the_digest_of_the_canonical_record_without_its_id_and_hash()
    {
        // Every member of an empty record, written down by hand.
        const string Canonical =
            """{"agent":{"model":null,"name":"pi","version":null},"attribution":null,"context_tree_summary":{},"dependencies":[]"""
            + ""","environment":{"language_ecosystem":[],"os":null,"shell":null,"vcs":{"base_commit":null,"branch":null,"diff":null,"type":"none"}}"""
            + ""","execution_context":null,"generation_index":0,"git_links":[],"lifecycle":"provisional","metadata":{}"""
            + ""","metrics":{"cache_hit_rate":null,"estimated_cost_usd":null,"total_cache_creation_tokens":0,"total_cache_read_tokens":0"""
            + ""","total_duration_s":null,"total_input_tokens":0,"total_output_tokens":0,"total_steps":0}"""
            + ""","outcome":{"commit_sha":null,"committed":false,"description":null,"reward":null,"reward_source":null"""
            + ""","signal_confidence":"derived","signal_source":"deterministic","success":null,"terminal_state":null}"""
            + ""","patches":[],"schema_version":"0.7.0","security":{"classifier_version":null,"flags_reviewed":0,"redactions_applied":0,"scanned":false}"""
            + ""","session_id":"s","steps":[],"system_prompts":{}"""
            + ""","task":{"base_commit":null,"description":null,"repository":null,"repository_url":null,"source":null}"""
            + ""","timestamp_end":null,"timestamp_start":null,"tool_definitions":[]}""";
        var expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical)));
        Assert.Equal(expected, TraceJson.ComputeContentHash(Small));
    }

    [Fact]
    public void Ids_and_old_hashes_do_not_change_it() =>
        Assert.Equal(TraceJson.ComputeContentHash(Small), TraceJson.ComputeContentHash(Small with { TraceId = "b", ContentHash = "x" }));

    [Fact]
    public void A_trace_id_deeper_inside_counts() =>
        Assert.NotEqual(
            TraceJson.ComputeContentHash(Small with { Metadata = RawJson.Parse("""{"trace_id":"a"}""") }),
            TraceJson.ComputeContentHash(Small with { Metadata = RawJson.Parse("""{"trace_id":"b"}""") }));

    [Fact]
    public void White_space_and_member_order_of_free_values_do_not_change_it() =>
        Assert.Equal(
            TraceJson.ComputeContentHash(Small with { Metadata = RawJson.Parse("""{"a":1,"b":"\u0041"}""") }),
            TraceJson.ComputeContentHash(Small with { Metadata = RawJson.Parse("""{ "b" : "A", "a": 1 }""") }));

    [Fact]
    public void Any_change_of_content_changes_it()
    {
        var full = TraceJson.Parse(Encoding.UTF8.GetBytes(SampleRecord.Json));
        var changed = full with { Task = full.Task with { Description = "other" } };
        Assert.NotEqual(TraceJson.ComputeContentHash(full), TraceJson.ComputeContentHash(changed));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("\"},{\ud800\"content_hash\":null")]
    public void A_record_is_written_with_the_hash_of_what_is_written(string? said)
    {
        foreach (var record in new[] { Small, TraceJson.Parse(Encoding.UTF8.GetBytes(SampleRecord.Json)) })
        {
            var written = TraceJson.Serialize(record with { ContentHash = said });
            var hash = TraceJson.Parse(written).ContentHash;
            Assert.Equal(PlainCanonicalJson.ContentHashOf(written), hash);
            Assert.Equal(TraceJson.ComputeContentHash(record), hash);
            Assert.Equal(written, TraceJson.Serialize(TraceJson.Parse(written)));
        }
    }

    [Fact]
    public async Task Every_way_of_writing_gives_the_same_bytes()
    {
        var record = TraceJson.Parse(Encoding.UTF8.GetBytes(SampleRecord.Json)) with { ContentHash = "stale", SessionId = "\"content_hash\":null,☃" };
        var written = TraceJson.Serialize(record);
        var buffer = new ArrayBufferWriter<byte>();
        TraceJson.Write(buffer, record);
        using var stream = new MemoryStream();
        await TraceJson.WriteLineAsync(stream, record);
        Assert.Equal(written, buffer.WrittenSpan);
        Assert.Equal([.. written, (byte)'\n'], stream.ToArray());
    }

    [Theory]
    [InlineData("0.8.0", "\"of a later form\"")]
    [InlineData("0.9.0", "null")]
    public void A_record_of_a_later_version_keeps_the_hash_it_came_with(string version, string hash)
    {
        var json = Json.Rewrite(Json.Record($"\"schema_version\":\"{version}\",\"content_hash\":{hash}"));
        Assert.Contains($",\"content_hash\":{hash},", json, StringComparison.Ordinal);
        Assert.Equal(json, Json.Rewrite(json));
    }

    [Fact]
    public void A_part_of_a_record_is_written_with_the_hash_it_has()
    {
        Assert.Contains(",\"content_hash\":null,", Json.Write(Small, TraceJson.WriteUnhashed), StringComparison.Ordinal);
        Assert.Contains(",\"content_hash\":\"x\",", Json.Write(Small with { ContentHash = "x" }, TraceJson.WriteUnhashed), StringComparison.Ordinal);
    }
}
