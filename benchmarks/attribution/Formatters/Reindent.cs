using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Formatters;

/// <summary>Another width of indentation, or tabs.</summary>
internal static class Reindent
{
    public static TrueFile Run(TrueFile file, int style, Ledger ledger) =>
        file with { Lines = [.. file.Lines.Select(l => Line(l, style, ledger))] };

    private static TrueLine Line(TrueLine line, int style, Ledger ledger)
    {
        var spaces = line.Text.Length - line.Text.TrimStart(' ').Length;
        if (spaces == 0)
            return line;
        var indent = style switch { 0 => new string('\t', (spaces + 1) / 2), 1 => new string(' ', spaces * 2), _ => new string(' ', (spaces + 1) / 2) };
        var text = indent + line.Text[spaces..];
        return text == line.Text ? line : ledger.LaidOut(text, [line]);
    }
}
