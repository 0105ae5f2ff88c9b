using Xunit;

namespace OpenTraces.Schema.Tests.Canonical;

/// <summary>Ids that other implementations compute over canonical JSON, each with the material it is made of.</summary>
public sealed class CanonicalVectorTests
{
    private const string Tree = """{"hex":"4b825dc642cb6eb9a060e54bf8d69288fbee4904","algo":"sha1"}""";

    [Theory]
    [InlineData("06c264c46ad5ada9493abd3aa2383fb205ae99d7d0bad40b03a43bfec8a1b8de", """{"b":2,"a":"\u00e9"}""")]
    [InlineData("3c2f9e15e933f5b21dccbe029a14c263778698673b86fd94d20b3f6f792518cb",
        """{"trace_id":"tr-resource","generation_index":0,"start_step_index":0,"end_step_index":6,"source":"default_step_neighborhood"}""")]
    [InlineData("c1b66fdee7c0b33c2aff4d2d18bac3e19e0c60b0396986ae14ca6d4aeb126a86",
        """{"schema_version":"opentraces.context_layer.v1","context_tree_version":"0.1.0","layer_type":"system","completeness":"stub","capture_method":"transcript_reconstruction","content":{"a":1}}""")]
    [InlineData("62e52bdcb40b157c91279e63abdf4fdd9b1be4c7c9107761b2eee6f72e780a94",
        """{"schema_version":"opentraces.context_layer.v1","context_tree_version":"0.1.0","layer_type":"runtime_state","completeness":"full","capture_method":"otel","content":{"model":"m"}}""")]
    [InlineData("f8d29c1eb35720cf3259190dbfd51401e4dfd1b882612386aa5086fdce616fa1",
        """{"event_sequence":1,"previous_event_id":null,"trace_id":"t1","generation_index":0,"step_index":1,"capture_method":["hook_posttooluse"],"event_type":"trace_patch_created","payload":{"b":2,"a":"\u00e9"},"content_hash":"sha256:06c264c46ad5ada9493abd3aa2383fb205ae99d7d0bad40b03a43bfec8a1b8de","SCHEMA_VERSION":"0.9.0","SECURITY_VERSION":"0.8.0","ATTRIBUTION_VERSION":"0.1.0"}""")]
    [InlineData("39332078007151faed1d8bb487eeba5fdc2c84f38ad923bbaba46410dd09ef2c",
        """{"event_sequence":1,"previous_event_id":null,"trace_id":null,"generation_index":0,"step_index":null,"capture_method":["watcher_backstop"],"event_type":"filesystem_mutation_observed","payload":{"path":"a.txt"},"content_hash":"sha256:5aff422311aaf6f4983b3d9ae0b75826621e553375d62a2f03fa5578e5e64be1","SCHEMA_VERSION":"0.7.0","SECURITY_VERSION":"0.0.0","ATTRIBUTION_VERSION":"0.1.0"}""")]
    public void An_id_is_the_digest_of_its_material(string expected, string material) =>
        Assert.Equal(expected, CanonicalJson.Hash(RawJson.Parse(material)).ToString());

    [Fact]
    public void A_context_node_is_hashed_with_its_nulls()
    {
        static string Layer(char digit) => "sha256:" + new string(digit, 64);
        var node = $$"""
            {"schema_version":"opentraces.context_node.v1","context_tree_version":"0.1.0","parent_node_id":null,"branch_type":"root",
             "trace_id":"t1","step_index":0,"transcript_uuid":"u0","transcript_parent_uuid":null,"transcript_offset":0,
             "system_layer_id":"{{Layer('1')}}","messages_layer_id":"{{Layer('2')}}","tool_registry_layer_id":"{{Layer('3')}}",
             "runtime_state_layer_id":"{{Layer('4')}}","subagent_session_id":null,"trail_anchor_hint":null,"capture_completeness":"approximated"}
            """;
        Assert.Equal("a43ccadd6d9a1f945a90a807007a7fbceeca2cea77258cdadaaa4bf39e42432c", CanonicalJson.Hash(RawJson.Parse(node)).ToString());
    }

    [Theory]
    [InlineData("cf143d035643fe7d2999c919c74b8a934915b860034b172d386fe75f386390cc", "")]
    [InlineData("683826015ec04e7ea641148322c4a2c1a9144894b1f22ab8b20119ff3bdc71db", ",\"role\":\"before\"")]
    public void A_snapshot_id_is_hashed_behind_the_name_of_its_kind(string expected, string role) =>
        Assert.Equal(expected, IdOf("opentraces.trace_snapshot.v1", $$"""{"trace_id":"t1","generation_index":0,"step_index":3,"tree_id":{{Tree}}{{role}}}"""));

    [Fact]
    public void So_is_the_id_of_a_patch_between_two_snapshots()
    {
        var authored = ContentHash.Of("    return 'x'"u8).ToPrefixedString();
        Assert.Equal("sha256:3c59904ecabb0d71a7070aaca16aaec92ea247aaf4f415515b2a665335a65e76", authored);
        Assert.Equal("fa169a6ba8a182c81b205181bb28173184cb259b31f262737e34cd608ae1a836", IdOf("opentraces.trace_patch.v1", $$"""
            {"trace_id":"t1","generation_index":0,"step_index":3,"snapshot_before_id":"{{new string('a', 64)}}","snapshot_after_id":"{{new string('b', 64)}}",
             "file_path":"app.py","hunk_index":0,"affected_range":{"start_line":2,"end_line":2},"raw_authored_hash":"{{authored}}",
             "before_blob_id":null,"after_blob_id":{"algo":"sha1","hex":"{{new string('c', 40)}}"} }
            """));
    }

    [Fact]
    public void So_is_the_id_of_an_anchor()
    {
        var patch = new string('d', 64);
        Assert.Equal("c1fdf7194e703b39afe76ab34f6a175b8660645ce84868d9b2b862c866eaf2e2", IdOf("opentraces.git_anchor.v1", $$"""
            {"trace_patch_ref":{"kind":"trace_patch","id":"{{patch}}","id_format":"digest","ref":"ot://trace-patch/sha256/{{patch}}","display_id":"tp:dddddddd",
             "algorithm":"sha256","canonicalization":"opentraces.trace_patch.v1"},"commit_id":{"algo":"sha1","hex":"{{new string('e', 40)}}"},
             "path":"app.py","range":{"start_line":2,"end_line":2},"evidence_tier":"exact_range_hash"}
            """));
    }

    private static string IdOf(string kind, string material)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        CanonicalJson.Write(buffer, RawJson.Parse(material));
        return ContentHash.Of([.. System.Text.Encoding.UTF8.GetBytes(kind), 0, .. buffer.WrittenSpan]).ToString();
    }

    [Fact]
    public void Only_what_json_demands_is_escaped()
    {
        const string Text = "\u2028\u007f\u001f\b\f\n\r\t\"\\/<>&'😀";
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        CanonicalJson.Write(buffer, RawJson.FromTrusted(JsonText.Quote(Text)));
        Assert.Equal("\"\u2028\u007f\\u001f\\b\\f\\n\\r\\t\\\"\\\\/<>&'😀\"", System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
