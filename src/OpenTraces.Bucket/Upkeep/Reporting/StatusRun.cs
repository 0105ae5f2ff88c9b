using OpenTraces.Bucket.Index;
using OpenTraces.Bucket.Segments;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Reporting;

/// <summary>Gathers a <see cref="BucketStatus"/> and a <see cref="BucketManifest"/>.</summary>
internal sealed class StatusRun(BucketParts parts)
{
    public async ValueTask<BucketStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var damage = await FindLogDamageAsync(cancellationToken).ConfigureAwait(false);
        parts.Blobs.Catalog.Refresh(cancellationToken);
        var head = await parts.Log.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        var counts = parts.Ledger.Counts;
        return new BucketStatus
        {
            Path = parts.Folder,
            BucketId = parts.Description.BucketId,
            FormatVersion = BucketFile.FormatVersion,
            Codec = parts.Description.Codec == FrameCodec.Zstd ? BucketCodec.Zstd : BucketCodec.Brotli,
            LogHead = head,
            Traces = counts.Traces,
            Generations = counts.Generations,
            RawBytes = counts.RawBytes,
            BlobSegments = parts.Blobs.Catalog.Segments.Count,
            BlobBytes = parts.Files.MeasureFolder(Path.Combine(parts.Folder, "blobs")),
            EventBytes = parts.Files.MeasureFolder(Path.Combine(parts.Folder, "events")),
            EnvelopeBytes = parts.Files.MeasureFolder(Path.Combine(parts.Folder, "traces")),
            IndexBytes = parts.Files.MeasureFolder(Path.Combine(parts.Folder, "index")),
            ManifestThrough = parts.Manifest.Read()?.Sequence,
            Freshness = IndexFreshness.Of(parts.Connections.Read(c => (long?)new IndexWriter(c).Through, null), head),
            LogDamage = damage,
            Quarantined = Quarantine.List(parts.Files, parts.Folder),
        };
    }

    private async ValueTask<string?> FindLogDamageAsync(CancellationToken cancellationToken)
    {
        try
        {
            await parts.Ledger.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            await parts.RequireIntactLogAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt)
        {
            return e.Message;
        }
    }

    public async ValueTask<BucketManifest> ReadManifestAsync(bool heal, CancellationToken cancellationToken)
    {
        // What a count says is how a log that lost its end is known.
        if (heal)
            await parts.RequireIntactLogAsync(cancellationToken).ConfigureAwait(false);
        var written = parts.Manifest.Read();
        var through = heal ? await parts.Ledger.SettleAsync(cancellationToken).ConfigureAwait(false) : long.MaxValue;
        var counts = heal || written is null ? await Manifest.CountAsync(parts.Log, through, cancellationToken).ConfigureAwait(false) : written;
        if (heal)
            await parts.Manifest.ReplaceAsync(counts, cancellationToken).ConfigureAwait(false);

        return new BucketManifest
        {
            Sequence = counts.Sequence,
            Traces = counts.Traces,
            Generations = counts.Generations,
            RawBytes = counts.RawBytes,
            LogHead = await parts.Log.ReadHeadAsync(cancellationToken).ConfigureAwait(false),
            Missing = written is null,
            Healed = heal,
        };
    }
}
