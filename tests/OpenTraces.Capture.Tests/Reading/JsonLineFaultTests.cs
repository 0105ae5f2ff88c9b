using System.Text;
using System.Text.Json;
using OpenTraces.Capture.Reading;
using Xunit;

namespace OpenTraces.Capture.Tests.Reading;

/// <summary>What lines of real and of broken writers hold, and what the shared reader makes of it.</summary>
public class JsonLineFaultTests
{
    private static async Task<List<string>> Texts(string session) => await Texts(Encoding.UTF8.GetBytes(session));

    /// <summary>The member <c>a</c> of every entry: its text, its whole number, <c>-</c> for neither; else the cause.</summary>
    private static async Task<List<string>> Texts(byte[] session)
    {
        using var reader = new EntryReader(new SessionSource { FileName = "s.jsonl", Content = new MemoryStream(session) });
        var entry = new MemberA();
        var texts = new List<string>();
        while (await reader.ReadAsync(entry, CancellationToken.None))
            texts.Add(reader.State == EntryState.Parsed ? entry.Value : reader.Cause!);
        return texts;
    }

    [Fact]
    public async Task Only_a_line_feed_ends_a_line() =>
        Assert.Equal(["x\u2028y\u2029z\u0085", "b\fc\v", "invalid_json"], await Texts("{\"a\":\"x\u2028y\u2029z\u0085\"}\n{\"a\":\"b\\fc\\u000b\"}\r\n{\"a\":\"c\rd\"}\r\n"));

    [Fact]
    public async Task Half_a_surrogate_pair_stays_half_and_whole_ones_are_whole() =>
        Assert.Equal(
            ["\uD83D", "\uDE00x", "\uDE00\uD83D", "\uD83D\uDE00", "\uD83D\uDE00\uD83D"],
            await Texts("""
                {"a":"\ud83d"}
                {"a":"\uDE00x"}
                {"a":"\ude00\ud83d"}
                {"a":"\ud83d\ude00"}
                {"a":"😀\ud83d"}
                """));

    [Fact]
    public async Task Bytes_that_are_no_text_become_replacement_characters_beside_escapes_too() =>
        Assert.Equal(
            ["\uFFFD(\n", "\uFFFD\uFFFD\"", "\uFFFD\\"],
            await Texts([
                .. "{\"a\":\""u8, 0xC3, .. "(\\n\"}\n{\"a\":\""u8, 0xFF, 0xFE, .. "\\\"\"}\n{\"a\":\""u8, 0xE2, 0x82, .. "\\\\\"}\n"u8]));

    [Fact]
    public async Task An_escaped_nul_is_a_character() => Assert.Equal(["x\0y"], await Texts("""{"a":"x\u0000y"}"""));

    [Fact]
    public async Task Of_two_members_with_one_name_the_last_counts() =>
        Assert.Equal(["two", "2", "three"], await Texts("""{"a":"one","a":"two"}{"a":"x","b":{"a":9},"a":2}{"\u0061":"one","a":"three"}"""));

    [Theory]
    [InlineData("1e3", "1000")]
    [InlineData("5.0", "5")]
    [InlineData("5.9", "5")]
    [InlineData("-0", "0")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("9223372036854775808", "-")]
    [InlineData("-123456789012345678901234567890", "-")]
    [InlineData("1e400", "-")]
    [InlineData("1e-400", "0")]
    [InlineData("true", "-")]
    [InlineData("[1]", "-")]
    public async Task A_number_beyond_64_bits_is_no_number_and_costs_nothing_else(string number, string expected) =>
        Assert.Equal([expected, "next"], await Texts($$"""{"a":{{number}},"b":1}{"a":"next"}"""));

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("0x10")]
    [InlineData("01")]
    [InlineData("'x'")]
    [InlineData("undefined")]
    public async Task What_only_other_languages_call_a_number_costs_its_line(string number) =>
        Assert.Equal(["invalid_json", "next"], await Texts($$"""
            {"a":{{number}}}
            {"a":"next"}
            """));

    [Theory]
    [InlineData(1_001)]
    [InlineData(200_000)]
    public async Task Nesting_without_end_costs_its_line_and_no_stack(int depth)
    {
        foreach (var open in new[] { "[", "{\"a\":" })
        {
            var deep = new StringBuilder().Insert(0, open, depth);
            Assert.Equal(["invalid_json", "next"], await Texts($"{{\"a\":{deep}1\n{{\"a\":\"next\"}}"));
        }
    }

    [Fact]
    public async Task A_line_with_a_large_image_costs_its_own_length_and_no_copy_of_it()
    {
        var session = Encoding.UTF8.GetBytes("{\"data\":\"" + new string('A', 16 << 20) + "\"}\n{\"a\":\"next\"}\n");
        using var reader = new EntryReader(new SessionSource { FileName = "s.jsonl", Content = new MemoryStream(session) });
        var entry = new MediaEntry(reader.Media);
        Assert.True(await reader.ReadAsync(entry, CancellationToken.None));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var target = new Utf8JsonReader(reader.Utf8.Span);
        target.Read();
        entry.Read(ref target, reader.Utf8.Span);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
        Assert.Equal(2, entry.Descriptions.Count);
    }

    [Fact]
    public async Task Nothing_and_blank_lines_hold_nothing()
    {
        Assert.Empty(await Texts(""));
        Assert.Empty(await Texts("\uFEFF"));
        Assert.Equal(["blank_line", "blank_line", "blank_line"], await Texts("\n \t\r\n  "));
    }

    [Fact]
    public async Task A_last_line_that_is_still_being_written_is_named_as_that_and_not_as_broken()
    {
        Assert.Equal(["one", "unterminated_last_line"], await Texts("{\"a\":\"one\"}\n{\"a\":\"tw"));
        Assert.Equal(["one", "invalid_json"], await Texts("{\"a\":\"one\"}\n{\"a\":\"tw\n"));
        Assert.Equal(["one", "two"], await Texts("{\"a\":\"one\"}\n{\"a\":\"two\"}"));
        // Cut within a character.
        Assert.Equal(["unterminated_last_line"], await Texts([.. "{\"a\":\""u8, 0xE6, 0xBC]));
    }

    private sealed class MemberA : INativeEntry
    {
        public string Value { get; private set; } = "";

        public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer)
        {
            Value = "-";
            while (JsonRead.NextMember(ref reader))
            {
                if (!JsonRead.IsMember(ref reader, "a"u8))
                    JsonRead.SkipValue(ref reader);
                else if (reader.TokenType == JsonTokenType.String)
                    Value = JsonRead.Text(ref reader)!;
                else
                    Value = JsonRead.Integer(ref reader)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-";
            }
        }
    }
}
