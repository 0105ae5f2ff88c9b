using OpenTraces.Bucket.Security;
using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>
/// The one question every exit asks: may this leave? Only what is known to have passed the whole floor, at the versions
/// that run today, without a tool failing, a judge holding it or a finding left in it.
/// </summary>
public static class Clearance
{
    /// <summary>The word of a judge that keeps a value here.</summary>
    public const string Hold = "hold";

    /// <summary>The reason a judge's <see cref="Hold"/> gives.</summary>
    public const string JudgeHold = "judge_hold";

    /// <summary>The answer; <see cref="ClearanceState.Unknown"/> for null.</summary>
    public static ClearanceState Of(SecurityReport? report) => report is null
        ? ClearanceState.Unknown
        : ReasonsAgainst(report).Count == 0 ? ClearanceState.Cleared : ClearanceState.NotCleared;

    /// <summary>Why not, as short names in a fixed order; empty when cleared.</summary>
    public static IReadOnlyList<string> ReasonsAgainst(SecurityReport? report)
    {
        if (report is null)
            return ["status_unknown"];
        var reasons = new List<string>();
        var floor = SecurityTools.Floor.Select(name => report.Tools.FirstOrDefault(t => t.Name == name)).ToList();
        if (floor.Contains(null))
            reasons.Add("floor_unsatisfied");
        if (floor.Any(t => t is not null && t.Version != FloorVersions.Of(t.Name)))
            reasons.Add("security_version_stale");
        if (report.Tools.Any(t => t.Error is not null))
            reasons.Add("tool_error");
        if (report.Tools.Any(t => t.Verdict == Hold))
            reasons.Add(JudgeHold);
        reasons.AddRange(report.NameFindings.Select(rule => "name_" + rule));
        return reasons;
    }

    /// <summary>Passes what is cleared.</summary>
    /// <param name="report">What was done to it; null when that is not known.</param>
    /// <param name="what">A name of it for the message, without content.</param>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.EgressRefused"/>: it is not.</exception>
    public static void Require(SecurityReport? report, string what)
    {
        var reasons = ReasonsAgainst(report);
        if (reasons.Count > 0)
        {
            throw new OpenTracesException(OpenTracesErrorCode.EgressRefused,
                $"{what} may not leave ({string.Join(", ", reasons)}). Run the security tools over it again.");
        }
    }
}
