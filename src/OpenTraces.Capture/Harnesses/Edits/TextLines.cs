namespace OpenTraces.Capture.Harnesses.Edits;

/// <summary>Text as lines without their line ends. A last line end ends a line and starts none; CR LF is a line end.</summary>
internal static class TextLines
{
    public static List<string> Split(string text)
    {
        var lines = new List<string>();
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var feed = rest.IndexOf('\n');
            var line = feed < 0 ? rest : rest[..feed];
            lines.Add(WithoutCarriageReturn(line).ToString());
            rest = feed < 0 ? default : rest[(feed + 1)..];
        }

        return lines;
    }

    /// <summary>The lines of a text; 0 of none.</summary>
    public static int Count(ReadOnlySpan<char> text) => text.Count('\n') + (text.IsEmpty || text.EndsWith('\n') ? 0 : 1);

    public static ReadOnlySpan<char> WithoutCarriageReturn(ReadOnlySpan<char> line) =>
        line.EndsWith('\r') ? line[..^1] : line;
}
