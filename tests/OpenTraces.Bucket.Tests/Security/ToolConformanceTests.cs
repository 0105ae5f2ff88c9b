using OpenTraces.Conformance;
using Xunit;

namespace OpenTraces.Bucket.Tests.Security;

public sealed class RegexToolConformance : SecurityToolConformance
{
    protected override string TextWithFinding => "key " + Samples.GitHubToken;

    protected override ISecurityTool Create() => SecurityTools.Create("regex", Samples.Key);
}

public sealed class EntropyToolConformance : SecurityToolConformance
{
    protected override string TextWithFinding => "key " + Samples.RandomToken;

    protected override ISecurityTool Create() => SecurityTools.Create("entropy", Samples.Key);
}

public sealed class BusinessLogicToolConformance : SecurityToolConformance
{
    protected override string TextWithFinding => "see http://build.corp now";

    protected override ISecurityTool Create() => SecurityTools.Create("business_logic", Samples.Key);
}

public sealed class PathAnonymizerToolConformance : SecurityToolConformance
{
    protected override string TextWithFinding => "cat /home/jane/notes.txt";

    protected override ISecurityTool Create() => SecurityTools.Create("path_anonymizer", Samples.Key, ["jane"]);
}

public sealed class ToolCoverageTests
{
    [Fact]
    public void Every_tool_of_the_package_has_a_conformance_suite()
    {
        var tools = typeof(ISecurityTool).Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && typeof(ISecurityTool).IsAssignableFrom(t))
            .ToHashSet();
        var covered = typeof(ToolCoverageTests).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && typeof(SecurityToolConformance).IsAssignableFrom(t))
            .Select(t => ((SecurityToolConformance)Activator.CreateInstance(t)!).ToolType)
            .ToHashSet();

        Assert.NotEmpty(tools);
        Assert.Empty(tools.Except(covered));
    }
}
