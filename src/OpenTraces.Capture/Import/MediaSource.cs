using OpenTraces.Bucket;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Import;

/// <summary>
/// Opens what a session holds as base64, from the session file again: as long as nobody asks, nothing of it is in memory.
/// </summary>
internal static class MediaSource
{
    public static CapturedMedia Of(SessionMedia media, RawSource session) => new()
    {
        Media = new TraceMedia(media.Address, media.Length, media.MediaType),
        Open = () => new MemoryStream(Read(media, session), writable: false),
    };

    private static byte[] Read(SessionMedia media, RawSource session)
    {
        using var content = session.Open();
        content.Seek(media.Offset, SeekOrigin.Begin);
        var encoded = new byte[media.EncodedLength];
        // What the file no longer holds has another digest, which storing sees.
        content.ReadAtLeast(encoded, encoded.Length, throwOnEndOfStream: false);
        return MediaPayload.Decode(encoded);
    }
}
