using System.Buffers;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Records;

/// <summary>Puts a capture's record and hunks into blobs, so that a grown session costs its growth.</summary>
internal sealed class RecordWriter(IBlobStore blobs)
{
    /// <summary>Prompts and tool definitions below this size stay in the head: a blob of their own would cost more.</summary>
    private const int SmallestShared = 2 * 1024;

    /// <param name="trace">What was captured.</param>
    /// <param name="stepsWriter">A new one, or the one that has received the steps of this trace.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async ValueTask<WrittenRecord> WriteAsync(
        CapturedTrace trace, StepsWriter stepsWriter, CancellationToken cancellationToken)
    {
        var trail = await WriteTrailAsync(trace.Patches, cancellationToken).ConfigureAwait(false);
        var media = await WriteMediaAsync(trace.Media, cancellationToken).ConfigureAwait(false);
        var steps = await WriteStepsAsync(stepsWriter, trace, cancellationToken).ConfigureAwait(false);
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
            Texts = stepsWriter.Texts,
            Report = RawJson.FromTrusted(report.WrittenMemory),
        });
        var address = await blobs.PutAsync(stored.Utf8, cancellationToken).ConfigureAwait(false);
        return new WrittenRecord(address, trail, media);
    }

    private static async ValueTask<IReadOnlyList<Page>> WriteStepsAsync(
        StepsWriter steps, CapturedTrace trace, CancellationToken cancellationToken)
    {
        foreach (var step in trace.StreamedSteps is null ? trace.Record.Steps : [])
            await steps.AddAsync(step, cancellationToken).ConfigureAwait(false);
        if (trace.StreamedSteps is { } streamed)
        {
            if (streamed.Received != steps)
            {
                await foreach (var step in streamed.Read(cancellationToken).ConfigureAwait(false))
                    await steps.AddAsync(step, cancellationToken).ConfigureAwait(false);
            }

            if (steps.Count != streamed.Count)
            {
                throw new OpenTracesException(OpenTracesErrorCode.SourceChanged,
                    $"{steps.Count} steps were read where there were {streamed.Count} a moment ago. Nothing was kept; read the session again.");
            }
        }

        return await steps.FinishAsync(cancellationToken).ConfigureAwait(false);
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
