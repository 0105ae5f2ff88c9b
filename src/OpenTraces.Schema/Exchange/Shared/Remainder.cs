using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// The part of a value that a format has no place for: the members that differ from those of a blank one. A member that
/// a later version adds is in it without anybody doing anything.
/// </summary>
internal static class Remainder
{
    /// <summary>The name under which it stands in an extension.</summary>
    public const string Name = "opentraces";

    /// <summary>The members of the value that the blank one has otherwise or not at all; null when there are none.</summary>
    public static RawJson? Of<T>(T value, T blank, JsonWrite<T> write)
    {
        var whole = Foreign.Object(RawJson.Build(writer => write(writer, value)));
        var empty = Foreign.Object(RawJson.Build(writer => write(writer, blank)));
        var differing = whole.Members.Where(m => !empty.Has(m.Name) || empty[m.Name] != m.Value).ToList();
        return differing.Count == 0 ? null : OriginalRoot.Of(differing);
    }

    /// <summary>Reads a value from its remainder, after the members that the type demands.</summary>
    public static T Read<T>(RawJson remainder, JsonRead<T> read, Action<Utf8JsonWriter> required)
    {
        var members = Foreign.Object(remainder).Members;
        var whole = RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            required(writer);
            foreach (var member in members)
                OriginalRoot.Put(writer, member);
            writer.WriteEndObject();
        });
        var json = new JsonCursor(whole.Utf8.Span);
        return read(ref json);
    }

    /// <summary>Writes <c>name: {"opentraces": remainder}</c> when there is one.</summary>
    public static void PutExtension(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, RawJson? remainder)
    {
        if (remainder is not { } some)
            return;
        writer.WriteStartObject(name);
        writer.PutRaw("opentraces"u8, some);
        writer.WriteEndObject();
    }

    /// <summary>A text member, cleaned; nothing when it is null.</summary>
    public static void PutText(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
            writer.WriteText(name, CleanText.Of(text));
    }

    /// <summary>A member kept as it is, cleaned.</summary>
    public static void PutRaw(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, RawJson value)
    {
        writer.WritePropertyName(name);
        CleanText.Of(value).WriteTo(writer);
    }
}
