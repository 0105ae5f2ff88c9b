using OpenTraces.Bucket.Blobs;
using OpenTraces.Bucket.Index;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Records;

/// <summary>Puts the steps of one record into pages, and their long texts beside them.</summary>
/// <param name="blobs">Takes what is written.</param>
/// <param name="document">Sees every step on its way, so that nothing is read again to be searched; null for none.</param>
/// <param name="begin">
/// Called before the first step of a receiver that is filled outside of a call on the bucket: what is written is then kept from
/// being deleted until the result is disposed. Null when nothing may be written before it is known what session it is of.
/// </param>
internal sealed class StepsWriter(
    IBlobStore blobs, DocumentBuilder? document, Func<CancellationToken, ValueTask<IDisposable?>>? begin = null) : StepReceiver
{
    private IDisposable? _presence;

    private readonly PageWriter _pages = new(blobs, document is null ? null : document.Close);
    private readonly OrderedDictionary<ContentHash, bool> _texts = [];

    /// <summary>The store it writes to.</summary>
    public IBlobStore Blobs => blobs;

    public DocumentBuilder? Document => document;

    /// <summary>The steps it was given are not kept and have to be read again.</summary>
    public bool HasDeclined { get; private set; }

    /// <summary>The steps taken so far.</summary>
    public int Count { get; private set; }

    /// <summary>The blobs of the long texts, each once, in the order of their first appearance.</summary>
    public IReadOnlyList<ContentHash> Texts => [.. _texts.Keys];

    public override async ValueTask AddAsync(Step step, CancellationToken cancellationToken = default)
    {
        if (Count == 0 && begin is not null && !HasDeclined)
        {
            _presence = await begin(cancellationToken).ConfigureAwait(false);
            HasDeclined = _presence is null;
        }

        if (HasDeclined)
            return;
        Count++;
        document?.Add(step);
        var shortened = await ShortenAsync(step, cancellationToken).ConfigureAwait(false);
        await _pages.AddAsync(step.StepIndex, shortened, TraceJson.WriteStep, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The pages of all steps; no step may follow.</summary>
    public ValueTask<IReadOnlyList<Page>> FinishAsync(CancellationToken cancellationToken) => _pages.FinishAsync(cancellationToken);

    public override ValueTask DisposeAsync()
    {
        _presence?.Dispose();
        _presence = null;
        document?.Dispose();
        return ValueTask.CompletedTask;
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
}
