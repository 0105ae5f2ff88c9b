using System.IO.Compression;
using System.Xml.Linq;
using Xunit;

namespace OpenTraces.Packages.Tests;

public sealed class PackageContentTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    public static TheoryData<string, string[]> Dependencies => new()
    {
        { "OpenTraces.Schema", [] },
        { "OpenTraces.Bucket", ["Microsoft.Data.Sqlite.Core", "Microsoft.Extensions.DependencyInjection.Abstractions", "OpenTraces.Schema", "ZstdSharp.Port"] },
        { "OpenTraces.Trail", ["OpenTraces.Bucket"] },
        { "OpenTraces.Capture", ["OpenTraces.Bucket", "ZstdSharp.Port"] },
        { "OpenTraces.Datasets", ["NJsonSchema", "Newtonsoft.Json", "OpenTraces.Bucket", "OpenTraces.Trail", "YamlDotNet"] },
    };

    [Theory]
    [MemberData(nameof(Dependencies))]
    public void A_package_names_exactly_what_it_needs(string package, string[] expected)
    {
        using var archive = ZipFile.OpenRead(packages.PathOf(package));
        var manifest = XDocument.Load(archive.GetEntry(package + ".nuspec")!.Open());
        var found = manifest.Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value);
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Dependencies))]
    public void A_package_brings_its_readme_its_documentation_and_its_symbols(string package, string[] _)
    {
        using var archive = ZipFile.OpenRead(packages.PathOf(package));
        var readme = archive.GetEntry("README.md");
        Assert.NotNull(readme);
        Assert.True(readme.Length > 300, "the README of a package says what it is for and shows how to begin");
        Assert.NotNull(archive.GetEntry($"lib/net10.0/{package}.dll"));
        Assert.NotNull(archive.GetEntry($"lib/net10.0/{package}.xml"));
        Assert.True(File.Exists(Path.ChangeExtension(packages.PathOf(package), ".snupkg")));
    }

    [Fact]
    public void The_command_line_tool_is_called_opentraces()
    {
        using var archive = ZipFile.OpenRead(packages.PathOf("opentraces"));
        var settings = archive.Entries.Single(e => e.Name == "DotnetToolSettings.xml");
        Assert.Contains("Name=\"opentraces\"", new StreamReader(settings.Open()).ReadToEnd(), StringComparison.Ordinal);
    }
}
