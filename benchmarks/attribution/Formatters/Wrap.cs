using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Formatters;

/// <summary>Long calls go over several lines, one argument on each, as formatters of Python and TypeScript do it.</summary>
internal static class Wrap
{
    private const int Width = 60;

    public static TrueFile Run(string path, TrueFile file, Ledger ledger)
    {
        var comma = path.EndsWith(".cs", StringComparison.Ordinal) ? "" : ",";
        return file with { Lines = [.. file.Lines.SelectMany(l => Line(l, comma, ledger))] };
    }

    private static IEnumerable<TrueLine> Line(TrueLine line, string lastComma, Ledger ledger)
    {
        var text = line.Text;
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var close = text.LastIndexOf(')');
        if (text.Length <= Width || open < 0 || close < open + 2 || text.AsSpan(open + 1, close - open - 1).ContainsAny("()'\"`"))
            return [line];
        var indent = text[..(text.Length - text.TrimStart().Length)];
        var arguments = text[(open + 1)..close].Split(", ");
        string[] texts =
        [
            text[..(open + 1)],
            .. arguments.Select((a, i) => indent + "    " + a + (i < arguments.Length - 1 ? "," : lastComma)),
            indent + text[close..],
        ];
        return texts.Select(t => ledger.LaidOut(t, [line]));
    }
}
