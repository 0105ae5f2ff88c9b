using System.Buffers;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Index;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Records;

/// <summary>Puts a capture's record and hunks into blobs, so that a grown session costs its growth.</summary>
/// <param name="blobs">Takes what is written.</param>
/// <param name="document">Sees every step on its way, so that nothing is read again to be searched; null for none.</param>
internal sealed class RecordWriter(IBlobStore blobs, DocumentBuilder? document = null)
{
    /// <summary>Prompts and tool definitions below this size stay in the head: a blob of their own would cost more.</summary>
    private const int SmallestShared = 2 * 1024;

    private readonly OrderedDictionary<ContentHash, bool> _texts = [];

    /// <summary>Writes one trace; a writer is for one only.</summary>
    public async ValueTask<WrittenRecord> WriteAsync(CapturedTrace trace, CancellationToken cancellationToken)
    {
        var trail = await WriteTrailAsync(trace.Patches, cancellationToken).ConfigureAwait(false);
        var media = await WriteMediaAsync(trace.Media, cancellationToken).ConfigureAwait(false);
        var steps = await WriteStepsAsync(trace, cancellationToken).ConfigureAwait(false);
        var follow = PatchesFollowHunks(trace);
        var (head, shared) = await WriteSharedAsync(
            trace.Record with { Steps = [], Patches = follow ? [] : trace.Record.Patches, GenerationIndex = 0 },
            cancellationToken).ConfigureAwait(false);
        var report = new ArrayBufferWriter<byte>();
        TraceJson.WriteReport(report, trace.Report);
        var stored = StoredRecordJson.Write(new StoredRecord
        {
            Head = RawJson.FromTrusted(RecordPart.Write(head)),
            Shared = shared,
            PatchesFollowHunks = follow,
            Steps = steps,
            Texts = [.. _texts.Keys],
            Report = RawJson.FromTrusted(report.WrittenMemory),
        });
        var address = await blobs.PutAsync(stored.Utf8, cancellationToken).ConfigureAwait(false);
        return new WrittenRecord(address, trail, media);
    }

    /// <summary>The step as it is stored: long texts as previews, whose whole is a blob afterwards.</summary>
    private async ValueTask<Step> ShortenAsync(Step step, CancellationToken cancellationToken)
    {
        if (await ShortenAsync(step.Content, cancellationToken).ConfigureAwait(false) is { } content)
            step = step with { Content = content };
        if (await ShortenAsync(step.ReasoningContent, cancellationToken).ConfigureAwait(false) is { } reasoning)
            step = step with { ReasoningContent = reasoning };
        for (var i = 0; i < step.Observations.Count; i++)
        {
            if (await ShortenAsync(step.Observations[i].Content, cancellationToken).ConfigureAwait(false) is not { } output)
                continue;
            var observations = step.Observations.ToArray();
            observations[i] = observations[i] with { Content = output };
            step = step with { Observations = observations };
        }

        return step;
    }

    private async ValueTask<string?> ShortenAsync(string? text, CancellationToken cancellationToken)
    {
        if (!LongText.TryCut(text, out var preview, out var whole))
            return null;
        _texts.TryAdd(await blobs.PutAsync(whole, cancellationToken).ConfigureAwait(false), true);
        return preview;
    }

    private async ValueTask<IReadOnlyList<Page>> WriteStepsAsync(CapturedTrace trace, CancellationToken cancellationToken)
    {
        var pages = new PageWriter(blobs, document is null ? null : document.Close);
        foreach (var step in trace.StreamedSteps is null ? trace.Record.Steps : [])
            await WriteStepAsync(pages, step, cancellationToken).ConfigureAwait(false);
        if (trace.StreamedSteps is { } streamed)
        {
            var count = 0;
            await foreach (var step in streamed.Read(cancellationToken).ConfigureAwait(false))
            {
                count++;
                await WriteStepAsync(pages, step, cancellationToken).ConfigureAwait(false);
            }

            if (count != streamed.Count)
            {
                throw new OpenTracesException(OpenTracesErrorCode.SourceChanged,
                    $"{count} steps were read where there were {streamed.Count} a moment ago. Nothing was kept; read the session again.");
            }
        }

        return await pages.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WriteStepAsync(PageWriter pages, Step step, CancellationToken cancellationToken)
    {
        document?.Add(step);
        var shortened = await ShortenAsync(step, cancellationToken).ConfigureAwait(false);
        await pages.AddAsync(step.StepIndex, shortened, TraceJson.WriteStep, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ContentHash?> WriteTrailAsync(IReadOnlyList<TracePatch> patches, CancellationToken cancellationToken)
    {
        if (patches.Count == 0)
            return null;
        var pages = new PageWriter(blobs);
        for (var i = 0; i < patches.Count; i++)
            await pages.AddAsync(i + 1, patches[i], TraceJson.WritePatch, cancellationToken).ConfigureAwait(false);
        return await WriteListAsync(pages, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts the bytes, one after the other, and the list of them.</summary>
    private async ValueTask<ContentHash?> WriteMediaAsync(IReadOnlyList<CapturedMedia> media, CancellationToken cancellationToken)
    {
        if (media.Count == 0)
            return null;
        var pages = new PageWriter(blobs);
        for (var i = 0; i < media.Count; i++)
        {
            var one = media[i].Media;
            using var bytes = media[i].Open();
            if (await blobs.PutStreamAsync(bytes, one.Length, null, cancellationToken).ConfigureAwait(false) != one.Address)
            {
                throw new OpenTracesException(OpenTracesErrorCode.SourceChanged,
                    $"The media {one.Address.ToPrefixedString()} are not the bytes that were read a moment ago. Nothing was kept; read the session again.");
            }

            await pages.AddAsync(i + 1, one, MediaJson.Write, cancellationToken).ConfigureAwait(false);
        }

        return await WriteListAsync(pages, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ContentHash> WriteListAsync(PageWriter pages, CancellationToken cancellationToken)
    {
        var list = await pages.FinishAsync(cancellationToken).ConfigureAwait(false);
        var json = RawJson.Build(writer => PageList.Write(writer, list));
        return await blobs.PutAsync(json.Utf8, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<(TraceRecord Head, ContentHash? Shared)> WriteSharedAsync(
        TraceRecord head, CancellationToken cancellationToken)
    {
        var size = head.SystemPrompts.Values.Sum(p => (long)p.Length) + head.ToolDefinitions.Sum(t => (long)t.Utf8.Length);
        if (size < SmallestShared)
            return (head, null);
        var shared = RecordPart.Write(new TraceRecord
        {
            TraceId = "",
            SessionId = "",
            Agent = new Agent { Name = "" },
            SystemPrompts = head.SystemPrompts,
            ToolDefinitions = head.ToolDefinitions,
        });
        var address = await blobs.PutAsync(shared, cancellationToken).ConfigureAwait(false);
        return (head with { SystemPrompts = new Dictionary<string, string>(), ToolDefinitions = [] }, address);
    }

    private static bool PatchesFollowHunks(CapturedTrace trace)
    {
        if (trace.Record.Patches.Count != trace.Patches.Count)
            return false;
        var bare = new TraceRecord { TraceId = "", SessionId = "", Agent = new Agent { Name = "" } };
        var given = RecordPart.Write(bare with { Patches = trace.Record.Patches });
        var told = RecordPart.Write(bare with { Patches = [.. trace.Patches.Select(p => p.ToReference())] });
        return given.Span.SequenceEqual(told.Span);
    }
}
