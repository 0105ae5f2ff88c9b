using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Architecture.Tests;

public sealed class PublicApiTests
{
    public static TheoryDataOfNames Names => Packages.Names;

    /// <summary>
    /// The reviewed text lies in the api folder. On a difference the new text is written beside it with the ending
    /// <c>.received.txt</c>: look at it, and move it over the old one.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_public_surface_is_the_reviewed_one(string package)
    {
        var actual = ApiText.Of(Packages.All[package]);
        var reviewed = Repository.PathOf("api", package + ".txt");
        var received = Repository.PathOf("api", package + ".received.txt");
        var expected = File.Exists(reviewed) ? File.ReadAllText(reviewed).ReplaceLineEndings("\n") : "";
        if (expected == actual)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail($"The public surface of {package} changed: compare api/{package}.txt with api/{package}.received.txt.");
    }
}
