using System.Text.Json;
using OpenTraces.Capture.Harnesses.ClaudeCode;
using OpenTraces.Capture.Harnesses.Pi.Lines;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>The piece of a file that a successful call of Pi's own tools showed or wrote.</summary>
internal static class PiSnippets
{
    private const int MaxText = 5000;

    /// <summary>Null for other tools, and for calls that name no file.</summary>
    public static Snippet? Of(string tool, RawJson arguments, PiMessage result, int step)
    {
        var path = arguments.GetString("path"u8) ?? arguments.GetString("file_path"u8);
        if (string.IsNullOrEmpty(path))
            return null;
        return tool switch
        {
            "read" => Shown(path, arguments, result, step),
            "write" when arguments.GetString("content"u8) is { } content => Make(path, 1, content, step),
            "edit" when arguments.GetString("newText"u8) is { } text => Make(path, null, text, step),
            _ => null,
        };
    }

    private static Snippet Shown(string path, RawJson arguments, PiMessage result, int step)
    {
        if (result.Text is not { } text || result.Blocks.Any(static b => b.Kind == PiBlockKind.Image))
            return Make(path, null, null, step);
        int? start = arguments.TryGetMember("offset"u8, out var offset) ? Line(offset) : 1;
        return Make(path, start, WithoutNotice(text), step);
    }

    /// <summary>A number of at least 1; null for anything else.</summary>
    private static int? Line(RawJson value) =>
        value.Kind == JsonValueKind.Number && int.TryParse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var line) && line > 0
            ? line
            : null;

    /// <summary>The text without the last line in which the tool says that there is more.</summary>
    private static string WithoutNotice(string text)
    {
        var lines = text.AsSpan().TrimEnd('\n');
        var start = lines.LastIndexOf('\n') + 1;
        var last = lines[start..];
        var isNotice = last.Contains("Use offset=", StringComparison.Ordinal)
            && (last.StartsWith("[Showing lines ") || last.Contains(" more lines ", StringComparison.Ordinal));
        if (!isNotice)
            return text;
        // The notice is set off by a blank line.
        return text[..(start > 1 && text[start - 2] == '\n' ? start - 1 : start)];
    }

    private static Snippet Make(string path, int? start, string? text, int step) => new()
    {
        FilePath = path,
        StartLine = start,
        EndLine = start is null || text is null ? null : start + Math.Max(1, CountLines(text)) - 1,
        Language = FileLanguage.Of(path),
        Text = text is { Length: <= MaxText } ? text : null,
        SourceStep = step,
    };

    private static int CountLines(string text) => text.AsSpan().Count('\n') + (text.EndsWith('\n') || text.Length == 0 ? 0 : 1);
}
