using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Moves a withdrawn member below <c>metadata.legacy</c> without touching the bytes of any other member.</summary>
internal static class LegacyMetadata
{
    /// <summary>The last member of this name, null when there is none; <paramref name="rest"/> is what remains without all of them.</summary>
    public static RawJson? Take(IReadOnlyList<UnknownMember> members, string name, out IReadOnlyList<UnknownMember> rest)
    {
        RawJson? found = null;
        foreach (var member in members)
        {
            if (IsNamed(member, name))
                found = member.Value;
        }

        rest = found is null ? members : [.. members.Where(member => !IsNamed(member, name))];
        return found;
    }

    /// <summary>A value that is there already stays. Null when <c>legacy</c> is something other than an object.</summary>
    public static RawJson? Set(RawJson metadata, ReadOnlySpan<byte> name, RawJson value)
    {
        if (!metadata.TryGetMember("legacy"u8, out var legacy))
            return Append(metadata, "legacy"u8, Append(RawJson.EmptyObject, name, value));
        if (legacy.Kind != JsonValueKind.Object)
            return null;
        if (legacy.TryGetMember(name, out _))
            return metadata;

        // The member is a slice of the metadata: everything around it is copied as it is.
        var all = metadata.Utf8.Span;
        all.Overlaps(legacy.Utf8.Span, out var start);
        var added = Append(legacy, name, value).Utf8.Span;
        return RawJson.FromTrusted((byte[])[.. all[..start], .. added, .. all[(start + legacy.Utf8.Length)..]]);
    }

    private static bool IsNamed(UnknownMember member, string name) => member.Name.AsString() == name;

    private static RawJson Append(RawJson target, ReadOnlySpan<byte> name, RawJson value)
    {
        var body = target.Utf8.Span[..^1].TrimEnd(" \t\r\n"u8);
        return RawJson.FromTrusted((byte[])
            [.. body, .. body.Length > 1 ? ","u8 : [], (byte)'"', .. name, .. "\":"u8, .. value.Utf8.Span, (byte)'}']);
    }
}
