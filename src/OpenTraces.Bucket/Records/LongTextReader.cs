using System.Text;
using OpenTraces.Bucket.Blobs;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Records;

/// <summary>Puts the whole texts back into a step that was stored with previews.</summary>
internal sealed class LongTextReader(IBlobStore blobs, int maxCharacters)
{
    /// <summary>The step with every long text up to the limit of this reader; a text whose blob is gone stays a preview.</summary>
    public async ValueTask<Step> ExpandAsync(Step step, CancellationToken cancellationToken)
    {
        if (await ReadAsync(step.Content, cancellationToken).ConfigureAwait(false) is { } content)
            step = step with { Content = content };
        if (await ReadAsync(step.ReasoningContent, cancellationToken).ConfigureAwait(false) is { } reasoning)
            step = step with { ReasoningContent = reasoning };
        for (var i = 0; i < step.Observations.Count; i++)
        {
            if (await ReadAsync(step.Observations[i].Content, cancellationToken).ConfigureAwait(false) is not { } output)
                continue;
            var observations = step.Observations.ToArray();
            observations[i] = observations[i] with { Content = output };
            step = step with { Observations = observations };
        }

        return step;
    }

    private async ValueTask<string?> ReadAsync(string? text, CancellationToken cancellationToken)
    {
        if (!LongText.TryFindWhole(text, out var address))
            return null;
        using var stream = await blobs.OpenReadAsync(address, cancellationToken).ConfigureAwait(false);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
        var buffer = new char[maxCharacters];
        var read = await reader.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false);
        return new string(buffer, 0, read);
    }
}
