using System.Reflection;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Architecture.Tests;

public sealed class ShapeTests
{
    private static readonly Dictionary<string, int> PublicTypeBudget = new(StringComparer.Ordinal)
    {
        ["OpenTraces.Schema"] = 130,
        ["OpenTraces.Bucket"] = 60,
        ["OpenTraces.Trail"] = 65,
        ["OpenTraces.Capture"] = 30,
        ["OpenTraces.Datasets"] = 40,
    };

    public static TheoryDataOfNames Names => Packages.Names;

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var files = Packages.SourceFiles().ToList();
        Assert.NotEmpty(files);
        var tooLong = files.Select(f => (Name: Packages.Relative(f), Lines: File.ReadLines(f).Count())).Where(f => f.Lines > 400);
        Assert.Empty(tooLong);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Public_types_stay_within_their_budget(string package)
    {
        var count = Packages.All[package].GetExportedTypes().Count(t => !t.IsNested);
        Assert.InRange(count, 1, PublicTypeBudget[package]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_public_class_is_sealed_static_or_abstract(string package) =>
        Assert.DoesNotContain(Packages.All[package].GetExportedTypes(), t => t is { IsClass: true, IsSealed: false, IsAbstract: false });

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_public_asynchronous_method_takes_a_cancellation_token_last(string package)
    {
        var offenders =
            from type in Packages.All[package].GetExportedTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where IsAsynchronous(method.ReturnType) && method.Name != "DisposeAsync"
            where method.GetParameters().LastOrDefault() is not { Name: "cancellationToken" } last || last.ParameterType != typeof(CancellationToken)
            select $"{type.Name}.{method.Name}";
        Assert.Empty(offenders);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_public_type_stands_in_the_namespace_of_its_package(string package) =>
        Assert.All(Packages.All[package].GetExportedTypes(), t => Assert.StartsWith(package, t.Namespace, StringComparison.Ordinal));

    [Fact]
    public void There_is_one_exception_type()
    {
        var exceptions = Packages.All.Values.SelectMany(a => a.GetTypes()).Where(t => t.IsSubclassOf(typeof(Exception)));
        Assert.Equal([typeof(OpenTracesException)], exceptions);
    }

    [Fact]
    public void Every_test_project_belongs_to_the_solution()
    {
        var solution = File.ReadAllText(Repository.PathOf("OpenTraces.sln"));
        var projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(Packages.Relative)
            .Where(p => p.StartsWith("src/", StringComparison.Ordinal) || p.StartsWith("tests/", StringComparison.Ordinal))
            .Where(p => !p.Split('/').Any(part => part is "bin" or "obj" or "fixtures"));
        Assert.All(projects, p => Assert.Contains(p.Replace('/', '\\'), solution, StringComparison.Ordinal));
    }

    private static bool IsAsynchronous(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return definition == typeof(Task) || definition == typeof(Task<>) || definition == typeof(ValueTask)
            || definition == typeof(ValueTask<>) || definition == typeof(IAsyncEnumerable<>);
    }
}
