using System.Text.Json;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Lines;

/// <summary>What stands in a text for an image or a document: its media type, size and address.</summary>
internal static class MediaPlaceholder
{
    /// <summary>Reads a block's <c>source</c>; null when it is no object.</summary>
    public static string? Read(ref Utf8JsonReader reader, MediaLog media)
    {
        if (!JsonRead.IsObject(ref reader))
            return null;
        string? mediaType = null, elsewhere = null;
        MediaPayload payload = default;
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "media_type"u8))
                mediaType = JsonRead.Text(ref reader);
            else if (JsonRead.IsMember(ref reader, "data"u8))
                payload = MediaPayload.Read(ref reader);
            else if (JsonRead.IsMember(ref reader, "url"u8) || JsonRead.IsMember(ref reader, "file_id"u8))
                elsewhere = JsonRead.Text(ref reader);
            else
                JsonRead.SkipValue(ref reader);
        }

        return media.Describe(payload, mediaType, elsewhere);
    }
}
