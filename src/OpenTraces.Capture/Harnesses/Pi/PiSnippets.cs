using OpenTraces.Capture.Harnesses.Edits;
using OpenTraces.Capture.Harnesses.Pi.Lines;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>The piece of a file that a successful call of Pi's own tools showed or wrote.</summary>
internal static class PiSnippets
{
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
            : Make(call.Path, call.FirstLine, WithoutNotice(text), step);

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
