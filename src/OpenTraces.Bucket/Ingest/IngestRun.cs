using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Events;
using OpenTraces.Bucket.Index;
using OpenTraces.Bucket.Records;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Ingest;

/// <summary>
/// Keeps one reading: blobs, flush, one event (the acknowledgement), then the projections. Whoever is killed in between
/// leaves either nothing that counts or an event that the next opening projects.
/// </summary>
internal sealed class IngestRun(
    IBlobStore blobs, IEventLog log, TraceLedger ledger, Func<DocumentBuilder?> beginDocument, MissingObjects missing)
{
    public async ValueTask<IngestResult> RunAsync(CapturedTrace trace, CancellationToken cancellationToken)
    {
        var id = Validate(trace);
        var received = trace.StreamedSteps?.Received is StepsWriter { HasDeclined: false } given && given.Blobs == blobs ? given : null;
        var held = await ledger.FindAnyAsync(id, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (held is { Envelope.IsForgotten: true })
            {
                await ledger.RequireEventAsync(held, cancellationToken).ConfigureAwait(false);
                return Forgotten(id);
            }

            var comparison = await SourceComparison
                .RunAsync(held?.Envelope.Generations ?? [], trace.Sources, blobs, cancellationToken).ConfigureAwait(false);
            if (comparison is { Holder: { } holder, IsEqual: true } && trace.Report.ParserVersion <= holder.ParserVersion
                && await missing.AllPresentAsync(held!.Envelope, holder, cancellationToken).ConfigureAwait(false))
            {
                var confirmed = await ledger.ConfirmAsync(held!, cancellationToken).ConfigureAwait(false);
                if (confirmed == held)
                    return new IngestResult(Receipt(held!, IngestOutcome.Unchanged, holder.Index), null, null);
                held = confirmed;
                continue;
            }

            var steps = received ?? new StepsWriter(blobs, beginDocument());
            var isHandedOver = steps == received;
            try
            {
                var draft = await StoreAsync(trace, held?.Envelope, comparison, steps, cancellationToken).ConfigureAwait(false);
                var result = await AppendAsync(id, trace, held, draft, steps.Document, cancellationToken).ConfigureAwait(false);
                isHandedOver |= result.Document is not null;
                return result;
            }
            catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreBusy)
            {
                held = await ledger.ReadRefusedAsync(id, held, e, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (!isHandedOver)
                    await steps.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static TraceId Validate(CapturedTrace trace)
    {
        var id = trace.Key.ToTraceId();
        if (trace.Record.TraceId != id.ToString())
            throw new ArgumentException($"The record's trace id is not that of its key, {id}.", nameof(trace));
        if (trace.Sources.Count == 0 || trace.Sources.DistinctBy(s => s.Name).Count() != trace.Sources.Count)
            throw new ArgumentException("A capture has at least one source, and no two of one name.", nameof(trace));
        return id;
    }

    private async ValueTask<Draft> StoreAsync(
        CapturedTrace trace, Envelope? held, SourceComparison comparison, StepsWriter steps, CancellationToken cancellationToken)
    {
        // Sources that are held are stored once more only where something of them is lost.
        var sources = new List<StoredSource>(trace.Sources.Count);
        foreach (var source in trace.Sources)
        {
            if (comparison is { IsEqual: true, Holder: { } equal })
            {
                if (equal.Sources.First(s => s.Name == source.Name) is { Within: null } whole
                    && missing.IsLost(whole.Blob, cancellationToken))
                    await StoreAsync(source, comparison, cancellationToken).ConfigureAwait(false);
                continue;
            }

            sources.Add(comparison.Holder is { } longer
                ? BeginningOf(longer.Sources.First(s => s.Name == source.Name), source)
                : await StoreAsync(source, comparison, cancellationToken).ConfigureAwait(false));
        }

        var reparsed = comparison.IsEqual ? comparison.Holder : null;
        var written = await new RecordWriter(blobs).WriteAsync(trace, steps, cancellationToken).ConfigureAwait(false);
        await blobs.FlushAsync(cancellationToken).ConfigureAwait(false);
        var generation = reparsed is null
            ? GenerationDraft.Of(trace, (held?.Generations.Count ?? 0) + 1, comparison.Extends, sources, written)
            : GenerationDraft.Of(trace, reparsed.Index, reparsed.Extends, reparsed.Sources, written);
        var one = reparsed is null
            ? TraceEvents.Ingest(trace.Key, generation, comparison.ExtendedBy)
            : TraceEvents.Reparse(trace.Key.ToTraceId(), generation);
        var envelope = EnvelopeFold.Apply(held, one.Kind, one.Data, sequence: 0)!;
        return new Draft(one, envelope, generation.Index, comparison.Holder is not null);
    }

    /// <summary>An earlier state of what is held: its bytes are there already, only where they end is new.</summary>
    private static StoredSource BeginningOf(StoredSource longer, RawSource source) => source.Length == longer.Length
        ? longer
        : new StoredSource(source.Name, source.Hash, source.Length, longer.Blob);

    private async ValueTask<StoredSource> StoreAsync(RawSource source, SourceComparison comparison, CancellationToken cancellationToken)
    {
        ContentHash? previous = comparison.Beginnings.TryGetValue(source.Name, out var beginning) ? beginning : null;
        using var stream = SourceStream.Open(source);
        var address = previous is null && stream.TryGetWhole(out var whole)
            ? await blobs.PutAsync(whole, cancellationToken).ConfigureAwait(false)
            : await blobs.PutStreamAsync(stream, source.Length, previous, cancellationToken).ConfigureAwait(false);
        return address == source.Hash
            ? new StoredSource(source.Name, address, source.Length)
            : throw SourceStream.Changed(source);
    }

    private async ValueTask<IngestResult> AppendAsync(
        TraceId id, CapturedTrace trace, HeldTrace? held, Draft draft, DocumentBuilder? words, CancellationToken cancellationToken)
    {
        var document = draft.Envelope.Served.Index == draft.Generation && words is { IsComplete: true } ? Build(words, trace) : null;
        var expected = new Dictionary<TraceId, long> { [id] = held?.Sequence ?? 0 };
        var appended = await log.AppendAsync([draft.Event], expected, cancellationToken).ConfigureAwait(false);

        // Acknowledged: from here on nothing, not even a cancellation, may make it look undone.
        var facts = draft.Envelope.Served.Index == draft.Generation || held is null ? TraceFacts.Of(trace.Record) : held.Facts;
        var added = new HeldTrace(appended[0].Sequence, draft.Envelope, facts);
        await ledger.ApplyOwnAsync(added, CancellationToken.None).ConfigureAwait(false);
        var outcome = draft.IsHeld ? IngestOutcome.Unchanged : held is null ? IngestOutcome.Imported : IngestOutcome.Updated;
        return new IngestResult(Receipt(added, outcome, draft.Generation), added, document);
    }

    private static TraceDocument Build(DocumentBuilder words, CapturedTrace trace)
    {
        foreach (var patch in trace.Patches)
            words.Add(patch);
        return words.Build(trace.Record);
    }

    private static IngestResult Forgotten(TraceId id) => new(
        new IngestReceipt { TraceId = id, Outcome = IngestOutcome.Forgotten, Generation = 0, ServedGeneration = 0 }, null, null);

    private static IngestReceipt Receipt(HeldTrace held, IngestOutcome outcome, int generation) => new()
    {
        TraceId = held.Id,
        Outcome = outcome,
        Generation = generation,
        ServedGeneration = held.Envelope.Served.Index,
    };

    /// <param name="Event">What the log will say.</param>
    /// <param name="Envelope">The trace as it will be.</param>
    /// <param name="Generation">The generation that was read.</param>
    /// <param name="IsHeld">True when its bytes were held before.</param>
    private sealed record Draft(EventDraft Event, Envelope Envelope, int Generation, bool IsHeld);
}
