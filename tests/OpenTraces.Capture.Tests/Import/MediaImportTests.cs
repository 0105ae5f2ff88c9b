using System.Text;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Import;

public sealed class MediaImportTests : IDisposable
{
    private static readonly byte[] Picture = [0, 1, 2, 250, 251, 252, 253];
    private readonly TempFolder _folder = new();
    private readonly InMemoryTraceStore _store = new();

    public void Dispose() => _folder.Dispose();

    private static string Claude => """
        {"type":"user","uuid":"u1","parentUuid":null,"sessionId":"s-1","timestamp":"2026-01-02T03:04:05.000Z","version":"2.1.50","cwd":"/w","message":{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"DATA"}},{"type":"text","text":"what is it?"}]}}
        {"type":"user","uuid":"u2","parentUuid":"u1","sessionId":"s-1","timestamp":"2026-01-02T03:04:06.000Z","version":"2.1.50","cwd":"/w","message":{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"DATA"}},{"type":"text","text":"and now?"}]}}

        """;

    private static string Codex => """
        {"timestamp":"2026-01-02T03:04:05.000Z","type":"session_meta","payload":{"id":"0199a213-81c0-7800-8aa1-bbab2a035a53","timestamp":"2026-01-02T03:04:05.000Z","cwd":"/w","originator":"codex_cli_rs","cli_version":"0.58.0"}}
        {"timestamp":"2026-01-02T03:04:06.000Z","type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"what is it?"},{"type":"input_image","image_url":"data:image/png;base64,DATA"}]}}
        {"timestamp":"2026-01-02T03:04:06.000Z","type":"event_msg","payload":{"type":"user_message","message":"what is it?","images":["data:image/png;base64,DATA"]}}

        """;

    private static string Pi => """
        {"type":"session","version":3,"id":"p-1","timestamp":"2026-01-02T03:04:05.000Z","cwd":"/w"}
        {"type":"message","id":"a","parentId":null,"timestamp":"2026-01-02T03:04:06.000Z","message":{"role":"user","content":[{"type":"text","text":"what is it?"},{"type":"image","data":"DATA","mimeType":"image/png"}]}}

        """;

    [Theory]
    [InlineData("claude-code")]
    [InlineData("codex-cli")]
    [InlineData("pi")]
    public async Task The_address_in_a_step_opens_the_image(string harness)
    {
        var text = harness switch { "claude-code" => Claude, "codex-cli" => Codex, _ => Pi };
        var result = await ImportAsync("\uFEFF" + text.ReplaceLineEndings("\r\n"));
        Assert.Equal(harness, result.Trace!.Agent);
        var id = result.Receipt!.TraceId;
        var media = new List<TraceMedia>();
        await foreach (var one in _store.ReadMediaAsync(id))
            media.Add(one);
        Assert.Equal([new TraceMedia(ContentHash.Of(Picture), Picture.Length, "image/png")], media);

        var step = (await _store.FindAsync(id))!.Steps[0];
        Assert.Contains($"[image: image/png, 7 bytes, {media[0].Address.ToPrefixedString()}]", step.Content, StringComparison.Ordinal);
        await using var opened = (await _store.OpenMediaAsync(id, media[0].Address))!;
        using var bytes = new MemoryStream();
        await opened.CopyToAsync(bytes);
        Assert.Equal(Picture, bytes.ToArray());
    }

    [Fact]
    public async Task A_prompt_with_an_image_is_one_prompt_in_its_item_and_its_event()
    {
        var result = await ImportAsync(Codex);
        Assert.Equal(1, result.Trace!.Steps);
    }

    private async Task<ImportResult> ImportAsync(string session)
    {
        session = session.Replace("DATA", Convert.ToBase64String(Picture), StringComparison.Ordinal);
        await foreach (var result in new TraceCapture(_store).ImportAsync([_folder.Write("s.jsonl", Encoding.UTF8.GetBytes(session))]))
            return result;
        throw new InvalidOperationException("no result");
    }
}
