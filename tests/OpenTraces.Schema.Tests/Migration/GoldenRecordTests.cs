using System.Text;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Schema.Tests.Migration;

/// <summary>One record of every version, as its writer wrote it, and what it is when read and written here. Both open forever.</summary>
public sealed class GoldenRecordTests
{
    public static TheoryData<string> Versions => ["0.1.0", "0.2.0", "0.3.0", "0.4.0", "0.5.0", "0.6.0", "0.7.0", "0.8.0", "0.9.0"];

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_record_of_any_version_is_read_and_written_as_it_always_was(string version)
    {
        var actual = Encoding.UTF8.GetString(TraceJson.Serialize(TraceJson.Parse(File.ReadAllBytes(PathOf(version))))) + "\n";
        var written = PathOf(version, ".written");
        var received = PathOf(version, ".written.received");
        if (File.Exists(written) && File.ReadAllText(written) == actual)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail($"The record of {version} is written in another way than before: compare the .received file beside it.");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_was_written_is_written_again_byte_for_byte(string version)
    {
        var written = File.ReadAllBytes(PathOf(version, ".written"));
        byte[] again = [.. TraceJson.Serialize(TraceJson.Parse(written)), (byte)'\n'];
        Assert.Equal(written, again);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void It_breaks_no_rule_of_the_format(string version) =>
        Assert.DoesNotContain(TraceValidator.Validate(File.ReadAllBytes(PathOf(version))), finding => finding.Severity == FindingSeverity.Error);

    private static string PathOf(string version, string kind = "") =>
        Repository.PathOf("tests", "OpenTraces.Schema.Tests", "Golden", $"trace-{version}{kind}.json");
}
