using System.Runtime.CompilerServices;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Records;

/// <summary>Reads what <see cref="RecordWriter"/> wrote.</summary>
internal sealed class RecordReader(IBlobStore blobs)
{
    public async ValueTask<StoredRecord> ReadAsync(ContentHash record, CancellationToken cancellationToken) =>
        StoredRecordJson.Read(RawJson.FromTrusted(await GetAsync(record, cancellationToken).ConfigureAwait(false)));

    /// <summary>The record without its steps and, when they follow the hunks, without its patches.</summary>
    public async ValueTask<TraceRecord> ReadHeadAsync(StoredRecord stored, CancellationToken cancellationToken)
    {
        var head = TraceJson.Parse(stored.Head.Utf8.Span);
        if (stored.Shared is not { } address)
            return head;
        var shared = TraceJson.Parse((await GetAsync(address, cancellationToken).ConfigureAwait(false)).Span);
        return head with { SystemPrompts = shared.SystemPrompts, ToolDefinitions = shared.ToolDefinitions };
    }

    /// <summary>The whole record as it was given, long texts as previews.</summary>
    public async ValueTask<TraceRecord> ReadWholeAsync(ContentHash record, ContentHash? trail, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(record, cancellationToken).ConfigureAwait(false);
        var head = await ReadHeadAsync(stored, cancellationToken).ConfigureAwait(false);
        var steps = new List<Step>();
        await foreach (var step in ReadStepsAsync(stored.Steps, int.MinValue, int.MaxValue, cancellationToken).ConfigureAwait(false))
            steps.Add(step);
        if (!stored.PatchesFollowHunks)
            return head with { Steps = steps };
        var patches = new List<Patch>();
        await foreach (var patch in ReadPatchesAsync(trail, cancellationToken).ConfigureAwait(false))
            patches.Add(patch.ToReference());
        return head with { Steps = steps, Patches = patches };
    }

    public async IAsyncEnumerable<Step> ReadStepsAsync(
        IReadOnlyList<Page> pages, int first, int last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var page in PageList.Between(pages, first, last))
        {
            var lines = await GetAsync(page.Address, cancellationToken).ConfigureAwait(false);
            while (TryTakeLine(ref lines, out var line))
            {
                var step = TraceJson.ParseStep(line.Span);
                if (step.StepIndex >= first && step.StepIndex <= last)
                    yield return step;
            }
        }
    }

    public async IAsyncEnumerable<TracePatch> ReadPatchesAsync(
        ContentHash? trail, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (trail is not { } address)
            yield break;
        var list = RawJson.FromTrusted(await GetAsync(address, cancellationToken).ConfigureAwait(false));
        foreach (var page in PageList.Read(list))
        {
            var lines = await GetAsync(page.Address, cancellationToken).ConfigureAwait(false);
            while (TryTakeLine(ref lines, out var line))
                yield return TraceJson.ParsePatch(line.Span);
        }
    }

    public async IAsyncEnumerable<TraceMedia> ReadMediaAsync(
        ContentHash? media, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (media is not { } address)
            yield break;
        var list = RawJson.FromTrusted(await GetAsync(address, cancellationToken).ConfigureAwait(false));
        foreach (var page in PageList.Read(list))
        {
            var lines = await GetAsync(page.Address, cancellationToken).ConfigureAwait(false);
            while (TryTakeLine(ref lines, out var line))
                yield return MediaJson.Read(line.Span);
        }
    }

    /// <summary>The pages of a list of hunks or media.</summary>
    public async ValueTask<IReadOnlyList<Page>> ReadPagesAsync(ContentHash list, CancellationToken cancellationToken) =>
        PageList.Read(RawJson.FromTrusted(await GetAsync(list, cancellationToken).ConfigureAwait(false)));

    public async ValueTask<Stream> OpenAsync(ContentHash address, CancellationToken cancellationToken) =>
        await blobs.OpenReadAsync(address, cancellationToken).ConfigureAwait(false) ?? throw Missing(address);

    private async ValueTask<ReadOnlyMemory<byte>> GetAsync(ContentHash address, CancellationToken cancellationToken) =>
        await blobs.GetAsync(address, cancellationToken).ConfigureAwait(false) ?? throw Missing(address);

    private static OpenTracesException Missing(ContentHash address) => new(OpenTracesErrorCode.StoreCorrupt,
        $"The log names the object {address.ToPrefixedString()}, and no segment holds it. Restore the missing file under 'blobs', or run 'bucket verify'.");

    private static bool TryTakeLine(ref ReadOnlyMemory<byte> lines, out ReadOnlyMemory<byte> line)
    {
        var end = lines.Span.IndexOf((byte)'\n');
        line = end < 0 ? lines : lines[..end];
        lines = end < 0 ? default : lines[(end + 1)..];
        return !line.IsEmpty;
    }
}
