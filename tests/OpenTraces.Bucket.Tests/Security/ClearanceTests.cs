using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Bucket.Tests.Security;

public sealed class ClearanceTests
{
    private static readonly SecurityReport Clean = Report();

    [Fact]
    public void What_nobody_knows_of_stays()
    {
        Assert.Equal(ClearanceState.Unknown, Clearance.Of(null));
        Assert.Equal(OpenTracesErrorCode.EgressRefused, Assert.Throws<OpenTracesException>(() => Clearance.Require(null, "The row")).Code);
    }

    [Fact]
    public void The_whole_floor_without_objection_clears()
    {
        Assert.Equal(ClearanceState.Cleared, Clearance.Of(Clean));
        Clearance.Require(Clean, "The row");
    }

    [Theory]
    [InlineData("regex")]
    [InlineData("entropy")]
    [InlineData("business_logic")]
    [InlineData("path_anonymizer")]
    public void Each_tool_of_the_floor_is_needed_in_the_version_that_runs_today(string tool)
    {
        var without = Clean with { Tools = [.. Clean.Tools.Where(t => t.Name != tool)] };
        var stale = Clean with { Tools = [.. Clean.Tools.Select(t => t.Name == tool ? t with { Version = "0" } : t)] };
        var failed = Clean with { Tools = [.. Clean.Tools.Select(t => t.Name == tool ? t with { Error = "X" } : t)] };

        Assert.Equal(["floor_unsatisfied"], Clearance.ReasonsAgainst(without));
        Assert.Equal(["security_version_stale"], Clearance.ReasonsAgainst(stale));
        Assert.Equal(["tool_error"], Clearance.ReasonsAgainst(failed));
    }

    [Fact]
    public void A_judge_and_a_name_can_hold_it_back()
    {
        var held = Clean with { Tools = [.. Clean.Tools, new SecurityToolRun { Name = "judge", Version = "1", Verdict = Clearance.Hold }] };

        Assert.Equal(["judge_hold"], Clearance.ReasonsAgainst(held));
        Assert.Equal(["name_ssn"], Clearance.ReasonsAgainst(Clean with { NameFindings = ["ssn"] }));
    }

    private static SecurityReport Report() =>
        SecurityPipeline.CreateForEgress(Samples.Key).RedactAsync("text").AsTask().GetAwaiter().GetResult().Report;
}
