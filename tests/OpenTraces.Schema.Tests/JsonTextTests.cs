using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpenTraces.Schema.Tests;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"plain ☃\"", "plain ☃")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"", "\"\\/\b\f\n\r\tA")]
    [InlineData("\"\\ud83d\\ude00\"", "😀")]
    [InlineData("\"\\\\ud800\"", "\\ud800")]
    [InlineData("\"\\\\u\"", "\\u")]
    [InlineData("\"\\\\\\u0041\\\\u\"", "\\A\\u")]
    public void A_string_is_read(string json, string expected) => Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("\"\\ud800\"", new[] { 0xD800 })]
    [InlineData("\"\\uDC00\\uD800\\n☃\"", new[] { 0xDC00, 0xD800, 0x0A, 0x2603 })]
    public void A_lone_surrogate_stays(string json, int[] units) =>
        Assert.Equal(units, Read(Encoding.UTF8.GetBytes(json)).Select(unit => (int)unit));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bytes_that_are_not_utf8_are_replaced(bool escaped)
    {
        byte[] json = [(byte)'"', 0xFF, .. escaped ? "\\n"u8 : "n"u8, 0xE2, 0x98, (byte)'"'];
        Assert.Equal(escaped ? "\uFFFD\n\uFFFD" : "\uFFFDn\uFFFD", Read(json));
    }

    [Fact]
    public void Text_of_any_length_is_read_as_the_platform_reads_it() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, 2000).ToArbitrary(), length =>
        {
            var random = new Random(length);
            string[] pieces = ["a", "words of text ", "é", "漢", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\t", "\\u0041", "\\u20AC", "\\ud83d\\ude00", "\\u00e9"];
            var json = Encoding.UTF8.GetBytes('"' + string.Concat(Enumerable.Range(0, length).Select(_ => pieces[random.Next(pieces.Length)])) + '"');
            return Read(json) == JsonSerializer.Deserialize<string>(json);
        }));

    [Fact]
    public void What_is_written_is_escaped_only_where_json_demands_it() =>
        Assert.Equal("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u2028é😀\\ud800\"", Write("\"\\/\b\f\n\r\t\0\u001f\u007f\u2028é😀\ud800"));

    [Fact]
    public void Any_text_is_read_as_it_was_written() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<ushort[]>(), units =>
        {
            var text = string.Concat(units.Select(unit => (char)(unit < 0x4000 ? 0xD700 + (unit % 0xA00) : unit)));
            return Read(Encoding.UTF8.GetBytes(Write(text))) == text;
        }));

    [Fact]
    public void Text_of_any_length_is_written_unit_by_unit_alike() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, 4000).ToArbitrary(), length =>
        {
            var random = new Random(length);
            string[] pieces = ["a", "words of text ", "é", "漢字", "😀", "\n", "\"", "\\", "\t", "\u0001", "\u007f", "\u0080", "\ud800", "\udc00", "a line of some forty characters, no more"];
            var text = string.Concat(Enumerable.Range(0, length).Select(_ => pieces[random.Next(pieces.Length)]));
            return Write(text) == '"' + string.Concat(Units(text).Select(Escaped)) + '"';
        }));

    private static IEnumerable<string> Units(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = at + 1 < text.Length && char.IsSurrogatePair(text, at) ? 2 : 1;
            yield return text.Substring(at, length);
            at += length;
        }
    }

    private static string Escaped(string unit) => unit switch
    {
        "\"" or "\\" => "\\" + unit,
        "\n" => "\\n",
        "\t" => "\\t",
        _ when unit[0] < ' ' || (unit.Length == 1 && char.IsSurrogate(unit[0])) => $"\\u{(int)unit[0]:x4}",
        _ => unit,
    };

    private static string Read(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return JsonText.ReadString(ref reader);
    }

    private static string Write(string text) =>
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(RawJson.Build(writer => JsonText.WriteString(writer, text)).Utf8.Span);
}
