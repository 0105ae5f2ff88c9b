using System.Text.Json;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Records;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>The record of the served generation with everything laid over it that is kept beside it.</summary>
internal sealed class TraceReader(IBlobStore blobs, TraceLedger ledger, RecordReader records, SessionSiblings siblings)
{
    public async ValueTask<TraceRecord?> FindAsync(TraceId id, CancellationToken cancellationToken)
    {
        if (await ledger.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } held)
            return null;
        var served = held.Envelope.Served;
        var record = await records.ReadWholeAsync(served.Record, served.Trail, cancellationToken).ConfigureAwait(false);
        var anchors = await ReadAnchorsAsync(held.Envelope, cancellationToken).ConfigureAwait(false);
        var others = await siblings.FindAsync(held, cancellationToken).ConfigureAwait(false);
        var patches = record.Patches
            .Select(p => anchors.TryGetValue(p.PatchId, out var found) ? p with { Anchor = found.Anchor, SupersededBy = found.SupersededBy } : p).ToList();
        return TraceDerived.Apply(record with
        {
            Patches = patches,
            GenerationIndex = served.Index,
            Lifecycle = patches.Any(p => p.Anchor is { Found: true }) ? "final" : record.Lifecycle,
            Metadata = others.Count == 0 ? record.Metadata : WithConflict(record.Metadata, others),
        });
    }

    /// <summary>The overlay of one repository; null when there is none.</summary>
    public async ValueTask<TrailOverlay?> FindTrailAsync(TraceId id, string repository, CancellationToken cancellationToken)
    {
        var held = await ledger.FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (held?.Envelope.Trails.FirstOrDefault(t => t.Key == repository) is not { Key: not null } trail)
            return null;
        var patches = TrailJson.Read((await ReadOverlayAsync(trail.Value, cancellationToken).ConfigureAwait(false)).Span);
        return new TrailOverlay
        {
            RepositoryId = repository,
            Anchors = patches.Where(p => p.Anchor is not null).ToDictionary(p => p.PatchId, p => p.Anchor!, StringComparer.Ordinal),
            Superseded = patches.Where(p => p.SupersededBy.Count > 0).ToDictionary(p => p.PatchId, p => p.SupersededBy, StringComparer.Ordinal),
        };
    }

    /// <summary>By patch id; of several repositories the one that found it, then the one that looked last, then by its id.</summary>
    private async ValueTask<Dictionary<string, Patch>> ReadAnchorsAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        var anchors = new Dictionary<string, Patch>(StringComparer.Ordinal);
        foreach (var (_, address) in envelope.Trails)
        {
            var overlay = await ReadOverlayAsync(address, cancellationToken).ConfigureAwait(false);
            foreach (var patch in TrailJson.Read(overlay.Span))
            {
                if (patch.Anchor is { } anchor && (!anchors.TryGetValue(patch.PatchId, out var other) || IsBetter(anchor, other.Anchor!)))
                    anchors[patch.PatchId] = patch;
            }
        }

        return anchors;
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadOverlayAsync(ContentHash address, CancellationToken cancellationToken) =>
        await blobs.GetAsync(address, cancellationToken).ConfigureAwait(false)
        ?? throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
            $"The log names the overlay {address.ToPrefixedString()}, and no segment holds it. Restore the bucket from a copy, or import the session again into a new one.");

    private static bool IsBetter(GitAnchor anchor, GitAnchor other) => anchor.Found != other.Found
        ? anchor.Found
        : string.CompareOrdinal(anchor.LastSearchedAt, other.LastSearchedAt) > 0;

    private static RawJson WithConflict(RawJson metadata, IReadOnlyList<TraceId> others) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        var reader = new Utf8JsonReader(metadata.Utf8.Span, new JsonReaderOptions { MaxDepth = TraceJson.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var replaced = reader.ValueTextEquals("identity_conflict"u8);
            var name = JsonText.ReadString(ref reader);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (replaced)
                continue;
            writer.WritePropertyName(name);
            writer.WriteRawValue(metadata.Utf8.Span[start..(int)reader.BytesConsumed], skipInputValidation: true);
        }

        writer.WriteStartArray("identity_conflict"u8);
        foreach (var id in others)
            writer.WriteStringValue(id.ToString());
        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
