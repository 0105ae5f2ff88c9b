using System.Text;
using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Members beside the ones a format's document is read from, kept in the record's metadata.</summary>
internal static class OriginalRoot
{
    /// <summary>Metadata that keeps every member but these.</summary>
    public static RawJson Keep(ForeignObject root, string name, params ReadOnlySpan<string> read)
    {
        var others = new List<ForeignMember>();
        foreach (var member in root.Members)
        {
            if (!read.Contains(member.Name))
                others.Add(member);
        }

        return others.Count == 0 ? RawJson.EmptyObject : Of([new ForeignMember(name, Of(others))]);
    }

    /// <summary>Writes the kept members into the object that is open, but for these.</summary>
    public static void Put(Utf8JsonWriter writer, TraceRecord record, string name, params ReadOnlySpan<string> written)
    {
        if (!record.Metadata.TryGetMember(Encoding.UTF8.GetBytes(name), out var kept))
            return;
        foreach (var member in Foreign.Object(kept).Members)
        {
            if (!written.Contains(member.Name))
                Put(writer, member);
        }
    }

    /// <summary>The metadata without what was kept.</summary>
    public static RawJson Without(RawJson metadata, string name) => metadata.TryGetMember(Encoding.UTF8.GetBytes(name), out _)
        ? Of(Foreign.Object(metadata).Members.Where(m => m.Name != name)) : metadata;

    /// <summary>The metadata with this kept.</summary>
    public static RawJson With(RawJson metadata, string name, RawJson kept) =>
        Of(Foreign.Object(Without(metadata, name)).Members.Append(new ForeignMember(name, kept)));

    /// <summary>An object of these members.</summary>
    public static RawJson Of(IEnumerable<ForeignMember> members) => RawJson.Build(writer =>
    {
        writer.WriteStartObject();
        foreach (var member in members)
            Put(writer, member);
        writer.WriteEndObject();
    });

    /// <summary>Writes one member, cleaned.</summary>
    public static void Put(Utf8JsonWriter writer, ForeignMember member) => writer.WriteUnknown(
    [
        new UnknownMember { Name = RawJson.FromTrusted(JsonText.Quote(CleanText.Of(member.Name))), Value = CleanText.Of(member.Value) },
    ]);
}
