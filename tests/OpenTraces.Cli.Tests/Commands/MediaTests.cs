using Xunit;

namespace OpenTraces.Cli.Tests.Commands;

public sealed class MediaTests : IDisposable
{
    private const string Image =
        """{"timestamp":"2026-01-01T00:00:09.000Z","type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"And this?"},{"type":"input_image","image_url":"data:image/png;base64,cGVhcnM="}]}}""";

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    private async Task<string> ImportAsync()
    {
        var path = _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session() + Image + "\n");
        return (await _cli.RunAsync("capture", "import", path, "--json")).Json().GetProperty("traces")[0].GetProperty("trace_id").GetString()!;
    }

    [Fact]
    public async Task The_address_that_a_list_of_media_gives_opens_the_bytes()
    {
        var id = await ImportAsync();
        var list = (await _cli.RunAsync("trace", "get", id, "--media", "--json")).Json();
        var media = Assert.Single(list.GetProperty("media").EnumerateArray());
        Assert.Equal((5, "image/png"), (media.GetProperty("bytes").GetInt32(), media.GetProperty("media_type").GetString()));
        var address = media.GetProperty("address").GetString()!;
        Assert.Contains(address, (await _cli.RunAsync("trace", "get", id, "--media")).Text, StringComparison.Ordinal);
        Assert.Equal("pears", (await _cli.RunAsync("trace", "get", id, "--media", address)).Text);
    }

    [Theory]
    [InlineData(6, "--media", "sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(2, "--media", "sha256:00")]
    [InlineData(2, "--media", "--raw")]
    [InlineData(2, "--media", "--full")]
    public async Task What_cannot_be_given_is_an_error_of_its_kind(int code, params string[] arguments)
    {
        var id = await ImportAsync();
        Assert.Equal(code, (await _cli.RunAsync(["trace", "get", id, .. arguments])).Code);
    }

    [Fact]
    public async Task A_step_has_no_media_of_its_own()
    {
        var id = await ImportAsync();
        Assert.Equal(2, (await _cli.RunAsync("trace", "get", id + ":1", "--media")).Code);
    }
}
