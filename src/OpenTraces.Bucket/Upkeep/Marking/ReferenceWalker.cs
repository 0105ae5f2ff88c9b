using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Records;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Marking;

/// <summary>Names every object a trace needs, with what it is for.</summary>
internal sealed class ReferenceWalker(SegmentBlobStore blobs, RecordReader records)
{
    /// <summary>Walks an envelope; objects that generations share are named once for each.</summary>
    /// <param name="envelope">The trace.</param>
    /// <param name="visit">Sees each object; true to be shown what it consists of.</param>
    /// <param name="failed">Sees an object that cannot be read, with the failure; what it leads to is then not walked.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public async ValueTask WalkAsync(
        Envelope envelope, Func<Reference, bool> visit, Action<Reference, OpenTracesException> failed, CancellationToken cancellationToken)
    {
        var walk = new Walk(blobs, records, visit, failed, cancellationToken);
        foreach (var generation in envelope.Generations)
            await walk.GenerationAsync(generation).ConfigureAwait(false);
        foreach (var (_, overlay) in envelope.Trails)
            walk.Object(new Reference(overlay, ReferenceKind.Trail, 0));
    }

    private sealed class Walk(
        SegmentBlobStore blobs, RecordReader records, Func<Reference, bool> visit,
        Action<Reference, OpenTracesException> failed, CancellationToken cancellationToken)
    {
        public async ValueTask GenerationAsync(Generation generation)
        {
            var index = generation.Index;
            foreach (var source in generation.Sources)
                Object(new Reference(source.Blob, ReferenceKind.Source, index));
            await RecordAsync(new Reference(generation.Record, ReferenceKind.Record, index)).ConfigureAwait(false);
            await PagesAsync(generation.Trail, ReferenceKind.Patches, index).ConfigureAwait(false);
            if (generation.Media is not { } media || !await PagesAsync(media, ReferenceKind.Media, index).ConfigureAwait(false))
                return;
            await TryAsync(new Reference(media, ReferenceKind.Media, index), async () =>
            {
                await foreach (var one in records.ReadMediaAsync(media, cancellationToken).ConfigureAwait(false))
                    Object(new Reference(one.Address, ReferenceKind.Media, index));
            }).ConfigureAwait(false);
        }

        /// <summary>An object and, when it is a stream, everything it is put together from.</summary>
        public bool Object(Reference one)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!visit(one))
                return false;
            try
            {
                if (blobs.FindManifest(one.Address, cancellationToken) is { } manifest)
                {
                    foreach (var chunk in manifest.Chunks)
                        Object(one with { Address = chunk.Address });
                    if (manifest.Base is { } older)
                        Object(one with { Address = older });
                }
            }
            catch (OpenTracesException e)
            {
                failed(one, e);
            }

            return true;
        }

        private async ValueTask RecordAsync(Reference one)
        {
            if (!Object(one))
                return;
            await TryAsync(one, async () =>
            {
                var stored = await records.ReadAsync(one.Address, cancellationToken).ConfigureAwait(false);
                if (stored.Shared is { } shared)
                    Object(one with { Address = shared });
                foreach (var page in stored.Steps)
                    Object(new Reference(page.Address, ReferenceKind.Steps, one.Generation));
                foreach (var text in stored.Texts)
                    Object(new Reference(text, ReferenceKind.Text, one.Generation));
            }).ConfigureAwait(false);
        }

        /// <summary>A list of pages and the pages; false when the list was walked before.</summary>
        private async ValueTask<bool> PagesAsync(ContentHash? list, ReferenceKind kind, int generation)
        {
            if (list is not { } address || !Object(new Reference(address, kind, generation)))
                return false;
            await TryAsync(new Reference(address, kind, generation), async () =>
            {
                foreach (var page in await records.ReadPagesAsync(address, cancellationToken).ConfigureAwait(false))
                    Object(new Reference(page.Address, kind, generation));
            }).ConfigureAwait(false);
            return true;
        }

        private async ValueTask TryAsync(Reference one, Func<ValueTask> work)
        {
            try
            {
                await work().ConfigureAwait(false);
            }
            catch (OpenTracesException e)
            {
                failed(one, e);
            }
        }
    }
}
