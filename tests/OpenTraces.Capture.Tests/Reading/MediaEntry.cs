using System.Text.Json;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Tests.Reading;

/// <summary>Describes every string named <c>data</c> of an entry, however deep.</summary>
internal sealed class MediaEntry(MediaLog media) : INativeEntry
{
    public List<string> Descriptions { get; } = [];

    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer)
    {
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("data"u8))
                continue;
            reader.Read();
            Descriptions.Add(media.Describe(MediaPayload.Read(ref reader), "image/png"));
        }
    }
}
