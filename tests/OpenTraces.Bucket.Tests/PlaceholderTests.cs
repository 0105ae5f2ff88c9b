namespace OpenTraces.Bucket.Tests;

public class PlaceholderTests
{
    [Xunit.Fact]
    public void The_package_loads() => Xunit.Assert.True(true);
}
