using System.Runtime.CompilerServices;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Records;
using OpenTraces.Bucket.Words;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Index;

/// <summary>Makes the document of a trace from its blobs: what an index that missed the capture needs.</summary>
internal sealed class DocumentReader(IBlobStore blobs, RecordReader records)
{
    /// <summary>With more pages than this their words are not held but read a second time while they are written.</summary>
    private const int MaxHeldPages = 2048;

    private readonly LongTextReader _texts = new(blobs, StepTexts.MaxSearched);

    public async ValueTask<TraceDocument> ReadAsync(Generation served, CancellationToken cancellationToken)
    {
        var stored = await records.ReadAsync(served.Record, cancellationToken).ConfigureAwait(false);
        var builder = new DocumentBuilder();
        var isLarge = stored.Steps.Count > MaxHeldPages;
        foreach (var page in stored.Steps)
        {
            var words = new WordSet();
            await foreach (var step in ReadStepsAsync(page, cancellationToken).ConfigureAwait(false))
                builder.Add(step, words);
            if (!isLarge)
                builder.Add(page, words);
        }

        await foreach (var patch in records.ReadPatchesAsync(served.Trail, cancellationToken).ConfigureAwait(false))
            builder.Add(patch);
        var head = await records.ReadHeadAsync(stored, cancellationToken).ConfigureAwait(false);
        return builder.Build(head, isLarge ? ReadPagesAsync(stored.Steps, cancellationToken) : null);
    }

    private async IAsyncEnumerable<PageWords> ReadPagesAsync(
        IReadOnlyList<Page> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var page in pages)
        {
            var words = new WordSet();
            await foreach (var step in ReadStepsAsync(page, cancellationToken).ConfigureAwait(false))
            {
                foreach (var text in StepTexts.Of(step))
                    words.Add(text);
            }

            yield return new PageWords(page, words.ToString());
        }
    }

    private async IAsyncEnumerable<Step> ReadStepsAsync(Page page, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var step in records.ReadStepsAsync([page], page.First, page.Last, cancellationToken).ConfigureAwait(false))
            yield return await _texts.ExpandAsync(step, cancellationToken).ConfigureAwait(false);
    }
}
