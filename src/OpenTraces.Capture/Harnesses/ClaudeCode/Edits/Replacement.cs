using System.Text;
using System.Text.Json;
using OpenTraces.Capture.Harnesses.Edits;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Edits;

/// <summary>One text put in the place of another.</summary>
internal sealed record Replacement(string Old, string New, bool All)
{
    /// <summary><see cref="Old"/> as the JSON string it was read from, with its quotes; empty when it was not.</summary>
    public ReadOnlyMemory<byte> OldJson { get; private init; }

    /// <summary>Null when one of the two is no text.</summary>
    public static Replacement? Of(RawJson old, RawJson @new, bool all) =>
        old.AsString() is { } from && @new.AsString() is { } to ? new Replacement(from, to, all) { OldJson = old.Utf8 } : null;

    public static bool IsAll(RawJson edit) =>
        edit.TryGetMember("replace_all"u8, out var all) && all.Kind == JsonValueKind.True;

    /// <summary>The replacements of a list; what is none of them is left out.</summary>
    public static List<Replacement> ReadAll(RawJson edits)
    {
        var list = new List<Replacement>();
        var reader = JsonRead.Start(edits.Utf8.Span);
        if (!JsonRead.IsArray(ref reader))
            return list;
        while (JsonRead.NextItem(ref reader))
        {
            var edit = JsonRead.Raw(ref reader, edits.Utf8.Span);
            if (edit.TryGetMember("old_string"u8, out var old) && edit.TryGetMember("new_string"u8, out var @new)
                && Of(old, @new, IsAll(edit)) is { } replacement)
                list.Add(replacement);
        }

        return list;
    }

    /// <summary>
    /// The hunks of this replacement in a text, from the lines it touches alone; null when it does not find its place.
    /// </summary>
    public IReadOnlyList<LineHunk>? Place(string text)
    {
        var at = Old.Length == 0 ? -1 : text.IndexOf(Old, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var start = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        var after = at + Old.Length;
        var feed = text.IndexOf('\n', after);
        var end = feed < 0 ? text.Length : feed + 1;
        return Split(text.AsSpan(start, at - start), text.AsSpan(after, end - after), text.AsSpan(0, start).Count('\n'));
    }

    /// <summary>
    /// The same in a text that is still a JSON string, decoding no more than the lines it touches; null also when that
    /// cannot be told without decoding.
    /// </summary>
    /// <param name="file">A JSON string with its quotes.</param>
    public IReadOnlyList<LineHunk>? Place(ReadOnlySpan<byte> file)
    {
        if (EscapedText.Find(file, OldJson.Span) is not { } place)
            return null;
        var text = file[1..^1];
        return Split(Decode(text[place.Start..place.At]), Decode(text[place.After..place.End]), place.LinesBefore);
    }

    private IReadOnlyList<LineHunk> Split(ReadOnlySpan<char> before, ReadOnlySpan<char> after, int lines)
    {
        var hunks = HunkSplitter.Split(string.Concat(before, Old, after), string.Concat(before, New, after));
        return [.. hunks.Select(h => h with { OldStart = h.OldStart + lines, NewStart = h.NewStart + lines })];
    }

    private static string Decode(ReadOnlySpan<byte> escaped)
    {
        if (escaped.IndexOf((byte)'\\') < 0)
            return Encoding.UTF8.GetString(escaped);
        var quoted = new byte[escaped.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        escaped.CopyTo(quoted.AsSpan(1));
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return JsonText.ReadString(ref reader);
    }

    /// <summary>The text after all replacements; null when one of them does not find its place.</summary>
    public static string? Apply(string text, IReadOnlyList<Replacement> replacements)
    {
        foreach (var (old, @new, all) in replacements)
        {
            var at = old.Length == 0 ? -1 : text.IndexOf(old, StringComparison.Ordinal);
            if (at < 0)
                return null;
            text = all
                ? text.Replace(old, @new, StringComparison.Ordinal)
                : string.Concat(text.AsSpan(0, at), @new, text.AsSpan(at + old.Length));
        }

        return text;
    }
}
