using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Words;

namespace OpenTraces.Bucket.Index;

/// <summary>Makes the document of a trace from its blobs: what an index that missed the capture needs.</summary>
internal sealed class DocumentReader(IBlobStore blobs, RecordReader records, StoreFiles files, IndexFolder folder)
{
    private readonly LongTextReader _texts = new(blobs, StepTexts.MaxSearched);

    /// <summary>An empty document, to be filled while a record is written.</summary>
    public DocumentBuilder Begin() => new(new PagePartSpool(files, folder));

    /// <summary>The whole document; the caller owns it.</summary>
    public async ValueTask<TraceDocument> ReadAsync(Generation served, CancellationToken cancellationToken)
    {
        var builder = Begin();
        try
        {
            var document = await ReadAsync(served, builder, needsTexts: true, cancellationToken).ConfigureAwait(false);
            return builder.IsComplete ? document : throw new IOException("The folder of the search index cannot be written to.");
        }
        catch
        {
            builder.Dispose();
            throw;
        }
    }

    /// <summary>The files, tools and skills, without words: nothing is written for it.</summary>
    public ValueTask<TraceDocument> ReadFacetsAsync(Generation served, CancellationToken cancellationToken) =>
        ReadAsync(served, new DocumentBuilder(spool: null), needsTexts: false, cancellationToken);

    private async ValueTask<TraceDocument> ReadAsync(
        Generation served, DocumentBuilder builder, bool needsTexts, CancellationToken cancellationToken)
    {
        var stored = await records.ReadAsync(served.Record, cancellationToken).ConfigureAwait(false);
        foreach (var page in stored.Steps)
        {
            await foreach (var step in records.ReadStepsAsync([page], page.First, page.Last, cancellationToken).ConfigureAwait(false))
                builder.Add(needsTexts ? await _texts.ExpandAsync(step, cancellationToken).ConfigureAwait(false) : step);
            builder.Close(page);
        }

        await foreach (var patch in records.ReadPatchesAsync(served.Trail, cancellationToken).ConfigureAwait(false))
            builder.Add(patch);
        return builder.Build(await records.ReadHeadAsync(stored, cancellationToken).ConfigureAwait(false));
    }
}
