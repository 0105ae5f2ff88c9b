using System.Text;
using Xunit;

namespace OpenTraces.Schema.Tests.Migration;

public sealed class UpgradeTo06Tests
{
    private const string Diff =
        "--- a/one.sql\n+++ b/one.sql\n@@ -1,2 +1,1 @@\n--- a comment\n keep\n--- /dev/null\n+++ b/two.txt\n@@ -0,0 +1 @@\n+hi\n"
        + "--- a/gone.txt\t2026\n+++ /dev/null\n@@ -1 +0,0 @@\n-bye\n";

    [Fact]
    public void The_diff_becomes_one_patch_per_file_and_stays_in_the_metadata()
    {
        var record = Parse(Diff, """{"a":1.0}""", "[]");
        Assert.Equal(
            [
                ("one.sql", "ec57573ada0abc15a035a37812695dcc0ad7efac905e97f22476494c261b69f9"),
                ("two.txt", "24ba46dda1f586ce1cc8c8fe755b0d1fa474239894f80d170ae40c053901fd7d"),
                ("gone.txt", "8d7deebde8cf9d58b4340b92c1570b0c76b5a7c881211ec1bf5974f8b86fba87"),
            ],
            record.Patches.Select(patch => (patch.FilePath, patch.PatchId)));
        Assert.All(record.Patches, patch => Assert.Equal(["legacy_outcome_patch_migration"], patch.CaptureMethod));
        Assert.All(record.Patches, patch => Assert.Equal(["reconstructed_from_outcome_patch"], patch.Limitations));
        Assert.Empty(record.Outcome.Unknown);
        Assert.True(record.Metadata.TryGetMember("legacy"u8, out var legacy));
        Assert.Equal(Diff, legacy.GetString("patch"u8));
        Assert.StartsWith("""{"a":1.0,"legacy":{"patch":""", record.Metadata.ToString(), StringComparison.Ordinal);
        Assert.Equal("0.7.0", record.SchemaVersion);
    }

    [Fact]
    public void Migrating_again_changes_nothing()
    {
        var once = TraceJson.Serialize(Parse(Diff, "{}", "[]"));
        Assert.Equal(once, TraceJson.Serialize(TraceJson.Parse(once)));
    }

    [Fact]
    public void Patches_that_are_there_are_kept()
    {
        var record = Parse(Diff, "{}", """[{"patch_id":"p","file_path":"f"}]""");
        Assert.Equal("p", Assert.Single(record.Patches).PatchId);
    }

    [Theory]
    [InlineData("""{"legacy":{"patch":"old","x":1}}""", """{"legacy":{"patch":"old","x":1}}""")]
    [InlineData("""{"legacy":{ },"b":2}""", """{"legacy":{"patch":"text"},"b":2}""")]
    [InlineData("""{"b":2,"legacy":{"x":1}}""", """{"b":2,"legacy":{"x":1,"patch":"text"}}""")]
    [InlineData("null", """{"legacy":{"patch":"text"}}""")]
    public void A_diff_already_in_the_metadata_stays_and_other_members_keep_their_bytes(string metadata, string expected)
    {
        var record = Parse("text", metadata, "[]");
        Assert.Equal(expected, record.Metadata.ToString());
        Assert.Empty(record.Patches);
    }

    [Fact]
    public void Where_the_metadata_has_no_room_the_diff_stays_in_the_outcome()
    {
        var record = Parse("text", """{"legacy":7}""", "[]");
        Assert.Equal("\"text\"", Assert.Single(record.Outcome.Unknown).Value.ToString());
        Assert.Equal("""{"legacy":7}""", record.Metadata.ToString());
    }

    [Fact]
    public void An_empty_diff_only_disappears()
    {
        var record = Parse("", "{}", "[]");
        Assert.Empty(record.Outcome.Unknown);
        Assert.Equal("{}", record.Metadata.ToString());
    }

    [Theory]
    [InlineData("--- /dev/null\n+++ /dev/null\n", 0)]
    [InlineData("nothing to see", 0)]
    [InlineData("--- a/x", 1)]
    [InlineData("--- a/x\r\n+++ b/y\r\n@@ -1 +1 @@\r\n--- b\r\n+++ c\r\n\\ No newline at end of file\r\n--- a/z\r\n", 2)]
    [InlineData("--- a/x\n+++ b/x\n@@ -99999999999999999999 +1,x @@\n-a\n", 1)]
    [InlineData("--- a/x\n@@ -", 1)]
    public void A_strange_diff_gives_the_files_it_names(string diff, int files) =>
        Assert.Equal(files, Parse(diff, "{}", "[]").Patches.Count);

    private static TraceRecord Parse(string diff, string metadata, string patches)
    {
        var quoted = Encoding.UTF8.GetString(JsonText.Quote(diff));
        return TraceJson.Parse(Encoding.UTF8.GetBytes(
            $$"""{"schema_version":"0.5.0","trace_id":"t","session_id":"s","agent":{"name":"pi"},"outcome":{"patch":{{quoted}}},"metadata":{{metadata}},"patches":{{patches}}}"""));
    }
}
