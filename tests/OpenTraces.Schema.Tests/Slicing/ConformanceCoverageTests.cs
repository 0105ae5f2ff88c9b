using System.Reflection;
using OpenTraces.Conformance;
using Xunit;

namespace OpenTraces.Schema.Tests.Slicing;

public sealed class ConformanceCoverageTests
{
    [Fact]
    public void Every_slicer_of_the_package_has_a_conformance_suite()
    {
        var slicers = typeof(ISlicer).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(ISlicer)))
            .Select(type => type.Name).Order(StringComparer.Ordinal).ToArray();
        var tested = typeof(ConformanceCoverageTests).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(SlicerConformance)))
            .Select(CreatedBy).Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(slicers);
        Assert.Equal(slicers, tested);
    }

    [Fact]
    public void Every_slicer_of_the_package_is_in_the_catalog() =>
        Assert.Equal(["s1 user-turn", "s2 change-burst"], SlicerCatalog.BuiltIn.Slicers.Select(slicer => $"{slicer.Info.Id} {slicer.Info.Name}"));

    private static string CreatedBy(Type suite)
    {
        var create = suite.GetMethod("Create", BindingFlags.Instance | BindingFlags.NonPublic)!;
        return create.Invoke(Activator.CreateInstance(suite), null)!.GetType().Name;
    }
}
