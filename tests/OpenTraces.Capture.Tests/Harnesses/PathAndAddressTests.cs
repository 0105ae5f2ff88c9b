using OpenTraces.Capture.Harnesses;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses;

public class PathAndAddressTests
{
    [Theory]
    [InlineData("git@github.com:me/app.git", "https://github.com/me/app", "me/app")]
    [InlineData("https://github.com/me/app.git", "https://github.com/me/app", "me/app")]
    [InlineData("https://user:secret@github.com/me/app", "https://github.com/me/app", "me/app")]
    [InlineData("ssh://git@host:22/me/app", "https://host:22/me/app", "me/app")]
    [InlineData("/srv/git/app.git", null, null)]
    [InlineData("", null, null)]
    [InlineData(null, null, null)]
    public void A_remote_address_has_one_form_and_no_secret(string? remote, string? url, string? name) =>
        Assert.Equal((url, name), RepositoryAddress.Of(remote));

    [Theory]
    [InlineData("/a/b", "/a/b", true)]
    [InlineData("/a/b/c", "/a/b", true)]
    [InlineData("/a/b/", "/a/b", true)]
    [InlineData("/a/bc", "/a/b", false)]
    [InlineData("/a", "/a/b", false)]
    [InlineData("/a/b", "/", true)]
    [InlineData(@"C:\Users\me\App\src", "c:/users/me/app", true)]
    public void A_directory_holds_what_lies_below_it(string path, string directory, bool expected) =>
        Assert.Equal(expected, WorkingDirectory.IsWithin(path, directory));
}
