using System.Text.Json;
using OpenTraces.Capture.Harnesses.Edits;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Edits;

/// <summary>One text put in the place of another.</summary>
internal sealed record Replacement(string Old, string New, bool All)
{
    public static bool IsAll(RawJson edit) =>
        edit.TryGetMember("replace_all"u8, out var all) && all.Kind == JsonValueKind.True;

    /// <summary>The replacements of a list; what is none of them is left out.</summary>
    public static List<Replacement> ReadAll(RawJson edits)
    {
        var list = new List<Replacement>();
        var reader = new Utf8JsonReader(edits.Utf8.Span, new JsonReaderOptions { MaxDepth = TraceJson.MaxDepth });
        reader.Read();
        if (!JsonRead.IsArray(ref reader))
            return list;
        while (JsonRead.NextItem(ref reader))
        {
            var edit = JsonRead.Raw(ref reader, edits.Utf8.Span);
            if (edit.GetString("old_string"u8) is { } old && edit.GetString("new_string"u8) is { } @new)
                list.Add(new Replacement(old, @new, IsAll(edit)));
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
        var before = text[start..end];
        var now = string.Concat(text.AsSpan(start, at - start), New, text.AsSpan(after, end - after));
        var lines = text.AsSpan(0, start).Count('\n');
        return [.. HunkSplitter.Split(before, now).Select(h => h with { OldStart = h.OldStart + lines, NewStart = h.NewStart + lines })];
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
