using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Adds <c>legacy.patch</c> to metadata without touching the bytes of any other member.</summary>
internal static class LegacyMetadata
{
    /// <summary>A patch that is there already stays. Null when <c>legacy</c> is something other than an object.</summary>
    public static RawJson? SetPatch(RawJson metadata, RawJson patch)
    {
        if (!metadata.TryGetMember("legacy"u8, out var legacy))
            return Append(metadata, "\"legacy\":"u8, Append(RawJson.EmptyObject, "\"patch\":"u8, patch));
        if (legacy.Kind != JsonValueKind.Object)
            return null;
        if (legacy.TryGetMember("patch"u8, out _))
            return metadata;

        // The member is a slice of the metadata: everything around it is copied as it is.
        var all = metadata.Utf8.Span;
        all.Overlaps(legacy.Utf8.Span, out var start);
        var added = Append(legacy, "\"patch\":"u8, patch).Utf8.Span;
        return RawJson.FromTrusted((byte[])[.. all[..start], .. added, .. all[(start + legacy.Utf8.Length)..]]);
    }

    private static RawJson Append(RawJson target, ReadOnlySpan<byte> name, RawJson value)
    {
        var body = target.Utf8.Span[..^1].TrimEnd(" \t\r\n"u8);
        return RawJson.FromTrusted((byte[])[.. body, .. body.Length > 1 ? ","u8 : [], .. name, .. value.Utf8.Span, (byte)'}']);
    }
}
