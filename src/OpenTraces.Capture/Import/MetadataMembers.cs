using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>Adds to metadata that a parser has written.</summary>
internal static class MetadataMembers
{
    /// <summary>
    /// The metadata with what the import knows in front of it: the cost and the working directory, each unless the parser
    /// has written one. Spliced, not written anew: metadata may hold escapes that the platform's writer refuses.
    /// </summary>
    public static RawJson AddFirst(RawJson metadata, string? directory, RawJson? cost)
    {
        var hasCost = cost is not null && !metadata.TryGetMember("cost"u8, out _);
        var hasDirectory = directory is not null && !metadata.TryGetMember("cwd"u8, out _);
        if (!hasCost && !hasDirectory)
            return metadata;
        var rest = metadata.Utf8.Span[1..].TrimStart(" \t\r\n"u8);
        var costValue = hasCost ? cost!.Value.Utf8.Span : default;
        var cwd = hasDirectory ? RawJson.Build(writer => JsonText.WriteString(writer, directory)).Utf8.Span : default;
        return RawJson.FromTrusted((byte[])
        [
            (byte)'{', .. hasCost ? "\"cost\":"u8 : default, .. costValue, .. hasCost && hasDirectory ? ","u8 : default,
            .. hasDirectory ? "\"cwd\":"u8 : default, .. cwd, .. rest is [(byte)'}'] ? default : ","u8, .. rest,
        ]);
    }
}
