using System.Text;
using OpenTraces.Bucket;
using OpenTraces.Capture.Import;
using OpenTraces.Capture.Tests.Harnesses.CodexCli;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;
using ZstdSharp;

namespace OpenTraces.Capture.Tests.Import;

/// <summary>Codex CLI compresses rollouts that it has not used for some days.</summary>
public sealed class ZstdTests : IDisposable
{
    private static readonly byte[] Skippable = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
    private readonly TempFolder _folder = new();
    private readonly InMemoryTraceStore _store = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Session => File.ReadAllBytes(RecordedRollouts.PathOf("edit"));

    private static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        using var compressor = new Compressor(3);
        return compressor.Wrap(bytes).ToArray();
    }

    private async Task<List<ImportResult>> Import(params string[] paths)
    {
        var results = new List<ImportResult>();
        await foreach (var result in new TraceCapture(_store).ImportAsync(paths))
            results.Add(result);
        return results;
    }

    [Fact]
    public async Task A_compressed_session_is_the_trace_that_the_plain_one_is()
    {
        _folder.Write("rollout-a.jsonl", Session);
        _folder.Write("rollout-a.jsonl.zst", Compress(Session));
        var results = await Import(_folder.Root);
        Assert.Equal([IngestOutcome.Imported, IngestOutcome.Unchanged], results.Select(r => r.Receipt!.Outcome));
        Assert.Equal(results[0].Receipt!.TraceId, results[1].Receipt!.TraceId);
        Assert.Equal(results[0].Report!.Lines, results[1].Report!.Lines);
    }

    [Fact]
    public async Task The_raw_bytes_kept_are_the_decompressed_ones()
    {
        var result = Assert.Single(await Import(_folder.Write("rollout-a.jsonl.zst", Compress(Session))));
        using var raw = (await _store.OpenRawAsync(result.Receipt!.TraceId))!;
        using var copy = new MemoryStream();
        await raw.CopyToAsync(copy);
        Assert.Equal(Session, copy.ToArray());
    }

    [Fact]
    public async Task Several_frames_and_frames_to_skip_are_one_session()
    {
        var (first, second) = (Session[..5000], Session[5000..]);
        var result = Assert.Single(await Import(_folder.Write("a.zst", [.. Skippable, .. Compress(first), .. Skippable, .. Compress(second)])));
        Assert.Equal(79, result.Report!.Lines.Total);
    }

    [Fact]
    public async Task A_damaged_file_is_a_failed_row_that_names_it_and_the_next_is_read()
    {
        var whole = Compress(Session);
        var flipped = (byte[])whole.Clone();
        flipped[whole.Length / 2] ^= 0xFF;
        _folder.Write("a-cut.jsonl.zst", whole[..^20]);
        _folder.Write("b-flipped.jsonl.zst", flipped);
        _folder.Write("c-head.jsonl.zst", whole[..5]);
        _folder.Write("d-tail.jsonl.zst", [.. whole, 1, 2, 3, 4, 5]);
        _folder.Write("e-whole.jsonl.zst", whole);
        var results = await Import(_folder.Root);
        Assert.All(results.Take(4), r =>
        {
            Assert.Equal(OpenTracesErrorCode.InvalidTrace, r.Error?.Code);
            Assert.Contains(r.Path, r.Error!.Message, StringComparison.Ordinal);
        });
        Assert.Equal(IngestOutcome.Imported, results[4].Receipt!.Outcome);
    }

    [Fact]
    public async Task What_is_compressed_and_no_session_keeps_its_name()
    {
        var results = await Import(_folder.Write("notes.md.zst", Compress("# Notes\n"u8)), _folder.Write("nothing.zst", Compress([])));
        Assert.All(results, r => Assert.Equal("zstd", r.UnsupportedFormat));
    }

    [Fact]
    public async Task A_name_without_an_ending_does_not_hide_that_a_file_is_compressed()
    {
        var result = Assert.Single(await Import(_folder.Write("session", Compress(Session))));
        Assert.NotNull(result.Receipt);
    }

    [Fact]
    public void Going_back_and_forth_gives_the_bytes_of_the_place()
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i:D6}\n")));
        using var stream = new ZstdStream(new MemoryStream(Compress(text)), "x");
        var buffer = new byte[7];
        foreach (var line in new[] { 0, 49_999, 3, 20_000, 20_001, 0 })
        {
            stream.Position = line * 7L;
            stream.ReadExactly(buffer);
            Assert.Equal($"{line:D6}\n", Encoding.ASCII.GetString(buffer));
        }

        stream.Position = text.Length;
        Assert.Equal(0, stream.Read(buffer));
    }

    [Fact]
    public async Task A_large_file_is_read_in_the_memory_of_a_window()
    {
        var block = Compress(Encoding.ASCII.GetBytes(new string('x', 1 << 20)));
        var path = _folder.Write("large.zst", [.. Enumerable.Repeat(block, 64).SelectMany(b => b)]);
        await using var stream = new ZstdStream(File.OpenRead(path), path);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var buffer = new byte[64 * 1024];
        var total = 0L;
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            total += read;
        Assert.Equal(64L << 20, total);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public async Task A_compressed_session_is_found_unless_the_plain_one_lies_beside_it()
    {
        _folder.Write("codex/2026/a.jsonl", Session);
        _folder.Write("codex/2026/a.jsonl.zst", Compress(Session));
        _folder.Write("codex/2026/b.jsonl.zst", Compress(Session));
        _folder.Write("codex/2026/c.jsonl.zst", Compress(Session)[..50]);
        _folder.Write("codex/2026/d.jsonl.bak", Session);
        var found = await TraceCapture.DiscoverAsync(new HarnessHomes { CodexCli = _folder["codex"] }, "/home/dev/project", 10);
        Assert.Equal(["a.jsonl", "b.jsonl.zst"], found.Select(f => Path.GetFileName(f.Path)).Order(StringComparer.Ordinal));
    }
}
