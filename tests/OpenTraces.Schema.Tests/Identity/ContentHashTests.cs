using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpenTraces.Schema.Tests.Identity;

public sealed class ContentHashTests
{
    private const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Fact]
    public void The_digest_of_nothing_is_known()
    {
        Assert.Equal(Empty, ContentHash.Of([]).ToString());
        Assert.Equal("sha256:" + Empty, ContentHash.Of([]).ToPrefixedString());
    }

    [Theory]
    [InlineData(Empty)]
    [InlineData("sha256:" + Empty)]
    public void Both_forms_are_read(string text) => Assert.Equal(ContentHash.Of([]), ContentHash.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("md5:" + Empty)]
    [InlineData(Empty + "0")]
    [InlineData("z3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(ContentHash.TryParse(text, out _));
        Assert.Throws<FormatException>(() => ContentHash.Parse(text));
    }

    [Fact]
    public void Order_is_the_order_of_the_text() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(byte[], byte[])>(), pair =>
        {
            var (left, right) = (ContentHash.Of(pair.Item1), ContentHash.Of(pair.Item2));
            return Math.Sign(left.CompareTo(right)) == Math.Sign(string.CompareOrdinal(left.ToString(), right.ToString()))
                && (left < right) == (left.CompareTo(right) < 0)
                && (left >= right) == !(left < right);
        }));

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(31)]
    public void Every_byte_decides(int position)
    {
        var bytes = new byte[ContentHash.Size];
        var low = new ContentHash(bytes);
        bytes[position] = 0x80;
        Assert.True(low < new ContentHash(bytes));
    }
}
