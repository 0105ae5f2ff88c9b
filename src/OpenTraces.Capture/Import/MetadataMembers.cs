using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>Adds to metadata that a parser has written.</summary>
internal static class MetadataMembers
{
    /// <summary>Spliced, not written anew: metadata may hold escapes that the platform's writer refuses.</summary>
    public static RawJson AddFirst(RawJson metadata, ReadOnlySpan<byte> name, RawJson value)
    {
        var rest = metadata.Utf8.Span[1..].TrimStart(" \t\r\n"u8);
        return RawJson.FromTrusted(
            (byte[])[.. "{\""u8, .. name, .. "\":"u8, .. value.Utf8.Span, .. rest is [(byte)'}'] ? ""u8 : ","u8, .. rest]);
    }
}
