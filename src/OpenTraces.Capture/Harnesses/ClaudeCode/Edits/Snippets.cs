using System.Globalization;
using System.Text.Json;
using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Capture.Harnesses.ClaudeCode.Steps;
using OpenTraces.Capture.Harnesses.Edits;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Edits;

/// <summary>The pieces of files that a successful call showed or wrote.</summary>
internal static class Snippets
{
    /// <summary>UTF-16 units. A longer text stands only where it was said: in the call's input or its result.</summary>
    private const int MostText = 5000;

    public static IEnumerable<Snippet> Read(OpenCall call, ClaudeToolResult? result, ReadOnlyMemory<byte> entry)
    {
        var input = call.Call.Input;
        var step = call.Step.Builder.Index;
        return call.Call.Name switch
        {
            "Read" => One(ReadTool(input, result, entry, call.Call.Output, step)),
            "Edit" => One(EditTool(input, step)),
            "Write" => One(WriteTool(input, step)),
            "Grep" => Matches(result, entry, step),
            _ => [],
        };
    }

    private static Snippet[] One(Snippet? snippet) => snippet is null ? [] : [snippet];

    private static Snippet? ReadTool(
        RawJson input, ClaudeToolResult? result, ReadOnlyMemory<byte> entry, string? output, int step)
    {
        var path = input.GetString("file_path"u8);
        if (string.IsNullOrEmpty(path))
            return null;
        if (result?.File is { Content.IsPresent: true } file)
        {
            var content = EscapedText.IsLonger(file.Content.In(entry), MostText) ? null : file.Content.Text(entry);
            return Make(path, Line(file.StartLine), Line(file.StartLine + file.Lines - 1), content, step);
        }

        if (output is null)
            return null;
        int? start = input.TryGetMember("offset"u8, out var offset) ? Offset(offset) : 1;
        return Make(path, start, start + TextLines.Count(output) - 1, output, step);
    }

    private static Snippet? EditTool(RawJson input, int step)
    {
        var path = input.GetString("file_path"u8);
        if (string.IsNullOrEmpty(path) || !input.TryGetMember("new_string"u8, out var text) || text.Kind != JsonValueKind.String)
            return null;
        return Make(path, null, null, EscapedText.IsLonger(text.Utf8.Span, MostText) ? null : text.AsString(), step);
    }

    private static Snippet? WriteTool(RawJson input, int step)
    {
        var path = input.GetString("file_path"u8);
        if (string.IsNullOrEmpty(path) || !input.TryGetMember("content"u8, out var content) || content.Kind != JsonValueKind.String)
            return null;
        var text = EscapedText.IsLonger(content.Utf8.Span, MostText) ? null : content.AsString();
        return Make(path, 1, Math.Max(1, text is null ? EscapedText.CountLines(content.Utf8.Span) : TextLines.Count(text)), text, step);
    }

    /// <summary>What a search found: <c>path:line:text</c> where lines were asked for, else the files.</summary>
    private static List<Snippet> Matches(ClaudeToolResult? result, ReadOnlyMemory<byte> entry, int step)
    {
        var matches = new List<Snippet>();
        if (result is null)
            return matches;
        AddFiles(result.FileNames, entry, step, matches);
        if (matches.Count > 0 || result.Content.Text(entry) is not { } content)
            return matches;
        foreach (var line in content.AsSpan().Split('\n'))
        {
            if (Match(content.AsSpan(line), step) is { } match)
                matches.Add(match);
        }

        return matches;
    }

    private static void AddFiles(JsonSlice names, ReadOnlyMemory<byte> entry, int step, List<Snippet> files)
    {
        if (!names.IsPresent)
            return;
        var reader = names.Reader(entry);
        if (!JsonRead.IsArray(ref reader))
            return;
        while (JsonRead.NextItem(ref reader))
        {
            if (JsonRead.Text(ref reader) is { Length: > 0 } name)
                files.Add(Make(name, null, null, null, step));
        }
    }

    private static Snippet? Match(ReadOnlySpan<char> line, int step)
    {
        // A drive letter is followed by the first colon of a Windows path.
        var drive = line.Length > 2 && line[1] == ':' ? 2 : 0;
        var first = line[drive..].IndexOf(':') + drive;
        if (first < Math.Max(drive, 1))
            return null;
        var number = line[(first + 1)..];
        var length = number.IndexOf(':');
        return length > 0 && int.TryParse(number[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? Make(line[..first].ToString(), at, at, number[(length + 1)..].ToString(), step)
            : null;
    }

    private static Snippet Make(string path, int? start, int? end, string? text, int step) => new()
    {
        FilePath = path,
        StartLine = start,
        EndLine = start is null ? null : end,
        Language = FileLanguage.Of(path),
        Text = text is { Length: <= MostText } ? text : null,
        SourceStep = step,
    };

    /// <summary>A number or the text of one; null for anything below 1.</summary>
    private static int? Offset(RawJson value)
    {
        var text = value.AsString() ?? (value.Kind == JsonValueKind.Number ? value.ToString() : null);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }

    private static int? Line(long? number) => number is > 0 and < int.MaxValue ? (int)number : null;
}
