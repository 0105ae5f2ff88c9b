using System.Buffers;
using System.Text;
using OpenTraces.Schema.Tests.Serialization;
using Xunit;

namespace OpenTraces.Schema.Tests.Migration;

public sealed class UpgradeChainTests
{
    private const string Old =
        """{"trace_id":"t","session_id":"s","agent":{"name":"pi"},"schema_version":"0.1.0","intent":{},"outcome":{"patch":"--- a/x\n+++ b/x\n"}}""";

    [Fact]
    public void Every_minor_version_has_one_step_and_they_stand_in_order() =>
        Assert.Equal(Enumerable.Range(2, 6).Select(minor => new SchemaVersion(0, minor)), UpgradeChain.Steps.Select(step => step.To));

    [Fact]
    public void A_step_changes_neither_its_input_nor_anything_a_second_time()
    {
        foreach (var step in UpgradeChain.Steps)
        {
            var record = TraceJson.Read(Encoding.UTF8.GetBytes(Old), TraceRecordJson.Read);
            var before = TraceJson.Serialize(record);
            var once = step.Apply(record);
            Assert.Equal(before, TraceJson.Serialize(record));
            Assert.Same(once, step.Apply(once));
        }
    }

    [Theory]
    [InlineData("0.1.0", "0.7.0")]
    [InlineData("0.1.1", "0.7.0")]
    [InlineData("0.6", "0.7.0")]
    [InlineData("0.7.3", "0.7.0")]
    [InlineData("0.8.0", "0.8.0")]
    [InlineData("0.9.12", "0.9.12")]
    public void What_is_known_is_written_as_0_7_or_as_its_own_later_version(string version, string written)
    {
        var record = Json.Parse(Json.Record($"\"schema_version\":\"{version}\""));
        Assert.Equal(written, record.SchemaVersion);
        Assert.Contains($"\"schema_version\":\"{written}\"", Encoding.UTF8.GetString(TraceJson.Serialize(record)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_made_by_hand_with_an_old_version_is_written_as_the_new_one() =>
        Assert.Contains("\"schema_version\":\"0.7.0\"", Encoding.UTF8.GetString(TraceJson.Serialize(
            new TraceRecord { TraceId = "t", SessionId = "s", Agent = new Agent { Name = "pi" }, SchemaVersion = "0.2.0" })), StringComparison.Ordinal);

    [Theory]
    [InlineData("0.10.0")]
    [InlineData("1.0.0")]
    [InlineData("2")]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData("0.-1")]
    [InlineData("0.99999999999")]
    public async Task A_record_of_a_newer_version_is_read_and_never_written(string version)
    {
        var record = Json.Parse(Json.Record($$$"""
            "schema_version":"{{{version}}}","outcome":{"patch":"kept"},"intent":1,"new":[1.0]
            """));
        Assert.Equal((version, 2), (record.SchemaVersion, record.Unknown.Count));
        Assert.Equal("\"kept\"", Assert.Single(record.Outcome.Unknown).Value.ToString());
        var output = new ArrayBufferWriter<byte>();
        using var stream = new MemoryStream();
        foreach (var error in new[]
        {
            Assert.Throws<OpenTracesException>(() => TraceJson.Serialize(record)),
            Assert.Throws<OpenTracesException>(() => TraceJson.Write(output, record)),
            Assert.Throws<OpenTracesException>(() => TraceJson.ComputeContentHash(record)),
            await Assert.ThrowsAsync<OpenTracesException>(async () => await TraceJson.WriteLineAsync(stream, record)),
        })
        {
            Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
            Assert.Contains("newer than 0.9", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal((0, 0), (output.WrittenCount, stream.Length));
    }

    [Fact]
    public void A_diff_under_a_new_version_is_moved_all_the_same()
    {
        var record = Json.Parse(Old.Replace("0.1.0", "0.8.0", StringComparison.Ordinal));
        Assert.Equal(("0.8.0", "x"), (record.SchemaVersion, Assert.Single(record.Patches).FilePath));
        Assert.Equal("\"intent\"", Assert.Single(record.Unknown).Name.ToString());
    }
}
