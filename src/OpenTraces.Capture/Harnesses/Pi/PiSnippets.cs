using OpenTraces.Capture.Harnesses.Edits;
using OpenTraces.Capture.Harnesses.Pi.Lines;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>The piece of a file that a successful call of Pi's own tools showed or wrote.</summary>
internal static class PiSnippets
{
    /// <summary>UTF-16 units. A longer text stands only where it was said: in the call's input or its result.</summary>
    private const int MaxText = 5000;

    /// <summary>Null for a call that neither shows nor writes a text.</summary>
    public static Snippet? Of(PiFileCall call, PiMessage result, int step) => call.Tool switch
    {
        "read" => Shown(call, result, step),
        "write" when call.Text is { } content => Make(call.Path, 1, content, step),
        "edit" when call.Text is { } text => Make(call.Path, null, text, step),
        _ => null,
    };

    private static Snippet Shown(PiFileCall call, PiMessage result, int step) =>
        result.Text is not { } text || result.Blocks.Any(static b => b.Kind == PiBlockKind.Image)
            ? Make(call.Path, null, null, step)
            : Make(call.Path, call.FirstLine, text, step, WithoutNotice(text).Length);

    /// <summary>The text without the last line in which the tool says that there is more.</summary>
    private static ReadOnlySpan<char> WithoutNotice(ReadOnlySpan<char> text)
    {
        var lines = text.TrimEnd('\n');
        var start = lines.LastIndexOf('\n') + 1;
        var last = lines[start..];
        var isNotice = last.Contains("Use offset=", StringComparison.Ordinal)
            && (last.StartsWith("[Showing lines ") || last.Contains(" more lines ", StringComparison.Ordinal));
        if (!isNotice)
            return text;
        // The notice is set off by a blank line.
        return text[..(start > 1 && text[start - 2] == '\n' ? start - 1 : start)];
    }

    /// <param name="path">The file.</param>
    /// <param name="start">The line the text begins with.</param>
    /// <param name="text">The text.</param>
    /// <param name="step">The step of the call.</param>
    /// <param name="length">How much of the text it is; all of it when null.</param>
    private static Snippet Make(string path, int? start, string? text, int step, int? length = null)
    {
        var shown = text.AsSpan(0, length ?? text?.Length ?? 0);
        return new Snippet
        {
            FilePath = path,
            StartLine = start,
            EndLine = start is null || text is null ? null : start + Math.Max(1, TextLines.Count(shown)) - 1,
            Language = FileLanguage.Of(path),
            Text = text is null || shown.Length > MaxText ? null : shown.Length == text.Length ? text : shown.ToString(),
            SourceStep = step,
        };
    }
}
