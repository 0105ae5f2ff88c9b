namespace OpenTraces.Cli.Output;

internal static class Preview
{
    /// <summary>The beginning of a text on one line, cut between characters, with an ellipsis when something is missing.</summary>
    public static string Of(string? text, int length)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var line = text.ReplaceLineEndings(" ").Trim();
        if (line.Length <= length)
            return line;
        var cut = char.IsHighSurrogate(line[length - 1]) ? length - 1 : length;
        return line[..cut] + "…";
    }
}
