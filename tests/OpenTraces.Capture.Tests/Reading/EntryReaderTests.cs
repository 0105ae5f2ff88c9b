using System.Text;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Capture.Tests.Reading;

public class EntryReaderTests
{
    private static async Task<string> Shape(string text) => await Shape(Encoding.UTF8.GetBytes(text));

    /// <summary>One word per entry: its line, and <c>ok</c> or the cause.</summary>
    private static async Task<string> Shape(byte[] bytes) => string.Join(' ', (await CollectedEntry.ReadAsync(bytes)).Entries
        .Select(e => $"{e.Line}:{(e.State == EntryState.Parsed ? "ok" : e.Cause)}"));

    [Theory]
    [InlineData("", "")]
    [InlineData("{\"a\":1}\n{\"b\":2}\n", "1:ok 2:ok")]
    [InlineData("{\"a\":1}\n{\"b\":2}", "1:ok 2:ok")]
    [InlineData("{\"a\":1}{\"b\":2}\n{\"c\":3}", "1:ok 1:ok 2:ok")]
    [InlineData("{\"a\":1} {\"b\":2} \n", "1:ok 1:ok")]
    [InlineData("{\"a\":1}garbage\n{}\n", "1:ok 1:invalid_json 2:ok")]
    [InlineData("{\"a\":1}{\"b\":\n{}\n", "1:ok 1:invalid_json 2:ok")]
    [InlineData("\n  \t\n{}\n\n", "1:blank_line 2:blank_line 3:ok 4:blank_line")]
    [InlineData("// one\n// two\n{}\n", "1:comment_line 2:comment_line 3:ok")]
    [InlineData("not json\n{}\n", "1:invalid_json 2:ok")]
    [InlineData("[1,2]\n\"text\"\n7\nnull\n{}\n", "1:not_an_object 2:not_an_object 3:not_an_object 4:not_an_object 5:ok")]
    [InlineData("{}\n{\"a\":\"torn", "1:ok 2:unterminated_last_line")]
    [InlineData("{}\n{\"a\":\"torn\n{}\n", "1:ok 2:invalid_json 3:ok")]
    [InlineData("{\"a\":NaN}\n{}\n", "1:invalid_json 2:ok")]
    [InlineData("{}\n,\n{}\n", "1:ok 2:invalid_json 3:ok")]
    public async Task Every_value_is_an_entry_and_so_is_every_line_without_one(string text, string expected) =>
        Assert.Equal(expected, await Shape(text));

    [Theory]
    [InlineData("{\n  \"a\": [\n    1,\n    2\n  ]\n}\n{}\n", "1:ok 7:ok")]
    [InlineData("{\n  \"a\": 1\n}\n{\n  \"b\": 2\n}", "1:ok 4:ok")]
    [InlineData("[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\": 2\n  }\n]\n", "1:array_frame 2:ok 5:ok 8:array_frame")]
    [InlineData("[\n{\"a\":1},\n{\"b\":2}\n]\n", "1:array_frame 2:ok 3:ok 4:array_frame")]
    [InlineData("{\n  \"a\": 1,\n", "1:unterminated_last_line")]
    [InlineData("{\n  \"a\": 1\n{\"b\":2}\n{}\n", "1:invalid_json 3:ok 4:ok")]
    [InlineData("{\n", "1:unterminated_last_line")]
    public async Task A_pretty_printed_object_is_one_entry(string text, string expected) =>
        Assert.Equal(expected, await Shape(text));

    [Fact]
    public async Task Bytes_that_are_not_text_cost_an_entry_only_where_they_break_the_json()
    {
        Assert.Equal("1:ok 2:ok", await Shape([.. "{\"a\":\""u8, 0xFF, 0xC3, .. "\"}\n{}\n"u8]));
        Assert.Equal("1:invalid_utf8 2:ok", await Shape([0xFF, 0xFE, (byte)'\n', .. "{}\n"u8]));
    }

    [Fact]
    public async Task A_nul_byte_outside_a_string_is_malformed_and_an_escaped_one_is_not() =>
        Assert.Equal("1:invalid_json 2:ok", await Shape("\0\0\n{\"a\":\"\\u0000\"}\n"));

    [Fact]
    public async Task Nesting_over_the_limit_is_malformed_and_costs_only_its_line()
    {
        var deep = new string('[', TraceJson.MaxDepth + 1);
        Assert.Equal("1:invalid_json 2:ok", await Shape($"{{\"a\":{deep}{deep.Replace('[', ']')}}}\n{{}}\n"));
    }

    [Fact]
    public async Task A_line_over_the_limit_is_one_malformed_entry()
    {
        var text = "{\"a\":\"" + new string('x', 5000) + "\"}\n{}\n";
        var (entries, _) = await CollectedEntry.ReadAsync(Encoding.UTF8.GetBytes(text), maxLineBytes: 1000);
        Assert.Equal([(1, EntryCause.LineTooLong), (2, null)], entries.Select(e => (e.Line, e.Cause)));
    }

    [Fact]
    public async Task A_pretty_printed_object_over_the_limit_does_not_pile_up()
    {
        var text = "{\n" + string.Concat(Enumerable.Repeat("  \"a\": 1,\n", 200)) + "  \"b\": 1\n}\n";
        var (entries, _) = await CollectedEntry.ReadAsync(Encoding.UTF8.GetBytes(text), maxLineBytes: 1000);
        Assert.Equal(EntryCause.LineTooLong, entries[0].Cause);
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":2}\n", "{\"a\":1}")]
    [InlineData("  {\"a\":1}{\"b\":2}\n", "{\"a\":1}")]
    [InlineData("\uFEFF{\"a\":1}\r\n", "{\"a\":1}")]
    [InlineData("// x\n\n{\"a\":1}\n", "{\"a\":1}")]
    [InlineData("junk\n{\"a\":1}\n", "{\"a\":1}")]
    [InlineData("junk \nmore\n", "junk")]
    [InlineData("\n\n", "")]
    public async Task The_first_entry_is_the_first_value_or_else_the_first_line(string text, string expected)
    {
        var (_, first) = await CollectedEntry.ReadAsync(Encoding.UTF8.GetBytes(text));
        Assert.Equal(ContentHash.Of(Encoding.UTF8.GetBytes(expected)), first);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Entries_do_not_depend_on_how_the_bytes_arrive(int step)
    {
        var bytes = "{\"a\":1}{\"b\":2}\n\n{\n \"c\": [1]\n}\n// x\n{\"torn"u8.ToArray();
        var whole = await CollectedEntry.ReadAsync(bytes);
        var pieces = await CollectedEntry.ReadAsync(bytes, stream: new TrickleStream(bytes, step));
        Assert.Equal(whole.Entries, pieces.Entries);
        Assert.Equal(whole.First, pieces.First);
    }
}
