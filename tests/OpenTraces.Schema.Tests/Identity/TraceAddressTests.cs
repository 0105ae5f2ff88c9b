using Xunit;

namespace OpenTraces.Schema.Tests.Identity;

public sealed class TraceAddressTests
{
    [Theory]
    [InlineData("abc", "abc", null, null, false, false)]
    [InlineData("abc:5", "abc", 5, 5, false, false)]
    [InlineData("abc:3-7", "abc", 3, 7, true, false)]
    [InlineData("abc:3-3", "abc", 3, 3, true, false)]
    [InlineData("abc:last", "abc", null, null, false, true)]
    [InlineData("t:abc:5", "abc", 5, 5, false, false)]
    [InlineData("T:abc", "abc", null, null, false, false)]
    [InlineData("  abc :5", "abc", 5, 5, false, false)]
    public void An_address_is_read(string text, string trace, int? first, int? last, bool span, bool isLast)
    {
        var address = TraceAddress.Parse(text);
        Assert.Equal((trace, first, last, span, isLast), (address.Trace, address.FirstStep, address.LastStep, address.IsSpan, address.IsLast));
        Assert.Equal(address, TraceAddress.Parse(address.ToString()));
        Assert.Equal(isLast || (first is not null && !span), address.IsStep);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(":3")]
    [InlineData("t:")]
    [InlineData("abc:")]
    [InlineData("abc:origin")]
    [InlineData("abc:xyz")]
    [InlineData("abc:2-x")]
    [InlineData("abc:-3")]
    [InlineData("abc:3-")]
    [InlineData("abc:7-3")]
    [InlineData("abc:+3")]
    [InlineData("abc:3.0")]
    [InlineData("abc:99999999999")]
    [InlineData("a:1:2")]
    [InlineData(null)]
    public void Anything_else_is_no_address(string? text) => Assert.False(TraceAddress.TryParse(text, out _));

    [Fact]
    public void What_is_no_address_is_refused_with_the_forms_there_are()
    {
        var error = Assert.Throws<OpenTracesException>(() => TraceAddress.Parse("abc:origin"));
        Assert.Equal(OpenTracesErrorCode.InvalidRequest, error.Code);
        Assert.Contains("ID:3-9", error.Message, StringComparison.Ordinal);
    }
}
