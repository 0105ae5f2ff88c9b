using System.Text;
using Xunit;

namespace OpenTraces.Schema.Tests.Canonical;

public sealed class MurmurHash3Tests
{
    [Theory]
    [InlineData("", "murmur3:00000000000000000000000000000000")]
    [InlineData("x = 1\n", "murmur3:1601d05dcc9edc57d90b02ad6dc7fa76")]
    [InlineData("print('new')\n", "murmur3:4f55e44d9dfd42bd695f7b9423009a35")]
    [InlineData("héllo ☃", "murmur3:d678c7de8f39261d938759b9cad66436")]
    public void The_golden_vectors_hold(string text, string expected) =>
        Assert.Equal(expected, MurmurHash3.ToPrefixedString(Encoding.UTF8.GetBytes(text)));
}
