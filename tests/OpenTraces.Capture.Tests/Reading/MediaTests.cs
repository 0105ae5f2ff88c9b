using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using OpenTraces.Capture.Reading;
using OpenTraces.Capture.Tests.Harnesses.ClaudeCode;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Capture.Tests.Reading;

public class MediaTests
{
    private static async Task<(List<string> Descriptions, List<SessionMedia> Media)> Read(byte[] session, int step = int.MaxValue)
    {
        using var reader = new EntryReader(new SessionSource { FileName = "s.jsonl", Content = new TrickleStream(session, step), MaxLineBytes = 1 << 20 });
        var sink = new RecordingSink();
        var entry = new MediaEntry(reader.Media);
        while (await reader.ReadAsync(entry, CancellationToken.None))
            reader.TryReport(sink);
        return (entry.Descriptions, sink.MediaMet);
    }

    private static byte[] Reopen(byte[] session, SessionMedia media) =>
        MediaPayload.Decode(session[(int)media.Offset..((int)media.Offset + media.EncodedLength)]);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public async Task Every_image_is_found_again_where_it_stands_in_the_file(int step)
    {
        var session = Encoding.UTF8.GetBytes("\uFEFF\r\n  {\"data\":\"" + Base64("one") + "\"} {\"a\":[{\"data\":\"" + Base64("two") + "\"}]}\r\n"
            + "not json\n{\r\n  \"é\": 1,\r\n  \"data\": \"" + Base64("three") + "\",\n  \"b\": {\r\n\"data\":\"" + Base64("four") + "\"}\r\n}\r\n{\"data\":\""
            + Base64("five") + "\"}");
        var (descriptions, media) = await Read(session, step);
        Assert.Equal(["one", "two", "three", "four", "five"], media.Select(m => Encoding.UTF8.GetString(Reopen(session, m))));
        Assert.Equal(
            media.Select(m => $"image/png, {m.Length} bytes, {m.Address.ToPrefixedString()}"), descriptions);
        Assert.All(media, m => Assert.Equal(ContentHash.Of(Reopen(session, m)), m.Address));
    }

    [Fact]
    public async Task Images_behind_a_line_over_the_limit_are_found_again_too()
    {
        var session = Encoding.UTF8.GetBytes(new string('x', 3 << 20) + "\n{\"data\":\"" + Base64("behind") + "\"}\n");
        foreach (var step in new[] { 4099, int.MaxValue })
        {
            var one = Assert.Single((await Read(session, step)).Media);
            Assert.Equal("behind", Encoding.UTF8.GetString(Reopen(session, one)));
        }
    }

    [Theory]
    [InlineData("!not base64!", "image/png, 12 characters that are no base64")]
    [InlineData("AAE", "image/png, 3 characters that are no base64")]
    [InlineData("AAEC====", "image/png, 8 characters that are no base64")]
    [InlineData("", "image/png")]
    public async Task What_is_no_base64_gets_no_address_and_is_not_reported(string data, string expected)
    {
        var (descriptions, media) = await Read(Encoding.UTF8.GetBytes($$"""{"data":"{{data}}"}"""));
        Assert.Equal(expected, Assert.Single(descriptions));
        Assert.Empty(media);
    }

    [Fact]
    public async Task Escapes_in_the_base64_change_neither_address_nor_bytes()
    {
        byte[] picture = [0xFF, 0xFF, 0xFF, 0xFB, 0xEF];
        var escaped = Convert.ToBase64String(picture).Replace("/", "\\/", StringComparison.Ordinal).Insert(2, "\\n");
        var session = Encoding.UTF8.GetBytes($$"""{"data":"{{escaped}}"}""");
        var one = Assert.Single((await Read(session)).Media);
        Assert.Equal((ContentHash.Of(picture), 5, escaped.Length), (one.Address, one.Length, one.EncodedLength));
        Assert.Equal(picture, Reopen(session, one));
    }

    [Fact]
    public async Task An_entry_that_turns_out_broken_reports_no_media() =>
        Assert.Empty((await Read("{\"data\":\"AAEC\",\n{}\n"u8.ToArray())).Media);

    [Fact]
    public void A_payload_of_any_length_is_told_by_its_digest() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(1, 40_000).ToArbitrary(), length =>
        {
            var bytes = new byte[length];
            new Random(length).NextBytes(bytes);
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes('"' + Convert.ToBase64String(bytes) + '"'));
            reader.Read();
            var payload = MediaPayload.Read(ref reader);
            return payload.Length == length && payload.Address == ContentHash.Of(bytes) && payload.Start == 1;
        }));

    [Theory]
    [InlineData("data:image/png;base64,AAEC", "image/png", null, 3)]
    [InlineData("data:;base64,AAEC", null, null, 3)]
    [InlineData("data:image\\/png;charset=x;base64,AAEC", "image/png;charset=x", null, 3)]
    [InlineData("data:image/svg+xml,%3Csvg", null, null, 0)]
    [InlineData("https://example.org/a.png", null, "https://example.org/a.png", 0)]
    public void A_data_address_is_taken_apart(string url, string? mediaType, string? elsewhere, int length)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes('"' + url + '"'));
        reader.Read();
        var payload = MediaPayload.ReadDataUrl(ref reader, out var type, out var other);
        Assert.Equal((mediaType, elsewhere, length), (type, other, (int)payload.Length));
        Assert.Equal(length > 0, payload.Address is not null);
    }
}
