using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Words;

namespace OpenTraces.Bucket.Index;

/// <summary>Makes the document of a trace from its blobs: what an index that missed the capture needs.</summary>
internal sealed class DocumentReader(IBlobStore blobs, RecordReader records)
{
    private readonly LongTextReader _texts = new(blobs, StepTexts.MaxSearched);

    public async ValueTask<TraceDocument> ReadAsync(Generation served, CancellationToken cancellationToken)
    {
        var stored = await records.ReadAsync(served.Record, cancellationToken).ConfigureAwait(false);
        var builder = new DocumentBuilder();
        foreach (var page in stored.Steps)
        {
            var words = new WordSet();
            await foreach (var step in records.ReadStepsAsync([page], page.First, page.Last, cancellationToken).ConfigureAwait(false))
                builder.Add(await _texts.ExpandAsync(step, cancellationToken).ConfigureAwait(false), words);
            builder.Add(page, words);
        }

        await foreach (var patch in records.ReadPatchesAsync(served.Trail, cancellationToken).ConfigureAwait(false))
            builder.Add(patch);
        return builder.Build(await records.ReadHeadAsync(stored, cancellationToken).ConfigureAwait(false));
    }
}
