using System.Text.RegularExpressions;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Architecture.Tests;

public sealed partial class DocumentTests
{
    [Fact]
    public void Every_path_a_document_names_exists()
    {
        var missing =
            from document in Documents()
            from Match match in PathInDocument().Matches(File.ReadAllText(document))
            let path = match.Groups["path"].Value.TrimEnd('/')
            where !Exists(path)
            select $"{Packages.Relative(document)}: {path}";
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_relative_link_of_a_document_leads_somewhere()
    {
        var broken =
            from document in Documents()
            from Match match in Link().Matches(File.ReadAllText(document))
            let target = match.Groups["target"].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target))
            select $"{Packages.Relative(document)}: {target}";
        Assert.Empty(broken);
    }

    [Fact]
    public void The_readme_names_the_two_commands_that_ci_runs()
    {
        var readme = File.ReadAllText(Repository.PathOf("README.md"));
        Assert.Contains("dotnet run --project samples/OpenTraces.Cli -c Release -- quickstart", readme, StringComparison.Ordinal);
        Assert.Contains("dotnet test", readme, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Where(f => !Packages.Relative(f).Split('/').Any(p => p is "bin" or "obj" or "node_modules" or ".git"));

    private static bool Exists(string path)
    {
        if (path.Contains('{', StringComparison.Ordinal))
        {
            var open = path.IndexOf('{', StringComparison.Ordinal);
            var close = path.IndexOf('}', StringComparison.Ordinal);
            return path[(open + 1)..close].Split(',').All(part => Exists(path[..open] + part + path[(close + 1)..]));
        }

        return Path.Exists(Repository.PathOf(path.Split('/')));
    }

    /// <summary>Text in code quotes that begins with one of our top folders.</summary>
    [GeneratedRegex(@"`(?<path>(src|samples|tests|benchmarks|docs|api|eng|schemas|\.ci)/[^`\s*<>]*)`")]
    private static partial Regex PathInDocument();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
