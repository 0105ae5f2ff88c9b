using System.Text.RegularExpressions;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Architecture.Tests;

public sealed partial class LayerTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["OpenTraces.Schema"] = [],
        ["OpenTraces.Bucket"] = ["OpenTraces.Schema"],
        ["OpenTraces.Trail"] = ["OpenTraces.Bucket", "OpenTraces.Schema"],
        ["OpenTraces.Capture"] = ["OpenTraces.Bucket", "OpenTraces.Schema"],
        ["OpenTraces.Datasets"] = ["OpenTraces.Bucket", "OpenTraces.Schema", "OpenTraces.Trail"],
    };

    public static TheoryDataOfNames Names => Packages.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_package_references_only_the_packages_below_it(string package)
    {
        var references = Packages.All[package].GetReferencedAssemblies()
            .Select(r => r.Name!).Where(n => n.StartsWith("OpenTraces.", StringComparison.Ordinal));
        Assert.Empty(references.Except(Allowed[package]));
    }

    [Fact]
    public void Schema_depends_on_the_base_class_library_alone()
    {
        var project = File.ReadAllText(Repository.PathOf("src", "OpenTraces.Schema", "OpenTraces.Schema.csproj"));
        Assert.DoesNotContain("PackageReference", project, StringComparison.Ordinal);
        Assert.DoesNotContain("ProjectReference", project, StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_are_started_only_in_the_rooms_that_own_them()
    {
        string[] rooms =
        [
            "src/OpenTraces.Trail/Git/", "src/OpenTraces.Trail/GitHub/", "src/OpenTraces.Bucket/Security/External/",
            "src/OpenTraces.Datasets/Executors/Script/",
        ];
        AssertOnlyIn(rooms, ProcessUse());
    }

    [Fact]
    public void Connections_are_opened_only_by_remotes_and_publish() => AssertOnlyIn(
        ["src/OpenTraces.Bucket/Remotes/", "src/OpenTraces.Datasets/Publish/"], NetworkUse());

    [Fact]
    public void No_library_reads_the_environment_the_home_or_the_console() => AssertOnlyIn([], HostUse());

    [Fact]
    public void No_library_reads_a_clock_of_its_own() => AssertOnlyIn([], ClockUse());

    private static void AssertOnlyIn(string[] rooms, Regex use)
    {
        var offenders = Packages.SourceFiles().Select(f => (File: f, Name: Packages.Relative(f)))
            .Where(f => f.Name.StartsWith("src/", StringComparison.Ordinal))
            .Where(f => !rooms.Any(r => f.Name.StartsWith(r, StringComparison.Ordinal)))
            .Where(f => use.IsMatch(File.ReadAllText(f.File)))
            .Select(f => f.Name);
        Assert.Empty(offenders);
    }

    [GeneratedRegex(@"\bnew Process\b|\bProcess\.Start\b|\bProcessStartInfo\b")]
    private static partial Regex ProcessUse();

    [GeneratedRegex(@"\bHttpClient\b|\bSocket\(|\bTcpClient\b|\bTcpListener\b|\bHttpListener\b")]
    private static partial Regex NetworkUse();

    [GeneratedRegex(@"\bConsole\.|\bEnvironment\.(GetEnvironmentVariable|GetFolderPath|CurrentDirectory|ExpandEnvironmentVariables)\b|GetCurrentDirectory")]
    private static partial Regex HostUse();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b")]
    private static partial Regex ClockUse();
}
