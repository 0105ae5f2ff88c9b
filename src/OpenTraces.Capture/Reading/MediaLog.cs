using System.Globalization;

namespace OpenTraces.Capture.Reading;

/// <summary>
/// The images and documents of the current entry. A reader of lines describes each here and puts the description into the
/// text; the bytes are neither kept nor copied, only where they stand.
/// </summary>
internal sealed class MediaLog
{
    private readonly List<(MediaPayload Payload, string? MediaType)> _met = [];
    private readonly List<SessionMedia> _located = [];

    /// <summary>What stands in a text for an image or a document.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="description">See <see cref="Describe"/>; null when nothing is known of it.</param>
    public static string Placeholder(string kind, string? description) => $"[{kind}: {description ?? "unknown"}]";

    /// <summary>What stands in a text for an image.</summary>
    /// <inheritdoc cref="Describe"/>
    public string Image(MediaPayload payload, string? mediaType, string? elsewhere = null) =>
        Placeholder("image", Describe(payload, mediaType, elsewhere));

    /// <summary>Media type, size and address; without address when it is no base64 or stands elsewhere.</summary>
    /// <param name="payload">The text as it was read.</param>
    /// <param name="mediaType">As the session names it.</param>
    /// <param name="elsewhere">An address or an id where the session has that instead of the bytes.</param>
    public string Describe(MediaPayload payload, string? mediaType, string? elsewhere = null)
    {
        var name = mediaType ?? "unknown";
        if (payload.Address is { } address)
        {
            _met.Add((payload, mediaType));
            return string.Create(CultureInfo.InvariantCulture, $"{name}, {payload.Length} bytes, {address.ToPrefixedString()}");
        }

        if (payload.EncodedLength > 0)
            return string.Create(CultureInfo.InvariantCulture, $"{name}, {payload.EncodedLength} characters that are no base64");
        return elsewhere is null ? name : $"{name}, {elsewhere}";
    }

    /// <summary>Reports what the current entry holds.</summary>
    public void ReportTo(ISessionSink sink)
    {
        foreach (var media in _located)
            sink.Media(media);
        _located.Clear();
    }

    /// <summary>True when the current entry holds none so far.</summary>
    internal bool IsEmpty => _met.Count == 0;

    /// <summary>Forgets the entry before.</summary>
    internal void Clear()
    {
        _met.Clear();
        _located.Clear();
    }

    /// <summary>Turns positions of the reader into positions of the source, once the entry is known to be whole.</summary>
    internal void Locate(Func<int, long> offsetOf)
    {
        foreach (var (payload, mediaType) in _met)
        {
            _located.Add(new SessionMedia
            {
                Address = payload.Address!.Value,
                Length = payload.Length,
                MediaType = mediaType,
                Offset = offsetOf(payload.Start),
                EncodedLength = payload.EncodedLength,
            });
        }

        _met.Clear();
    }
}
