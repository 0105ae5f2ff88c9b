using System.Text.RegularExpressions;

namespace OpenTraces.Bucket.Security;

/// <summary>Blanks numeric escapes, whose digits would join the number behind them. The length stays.</summary>
internal static partial class EscapeMask
{
    public static string Apply(string text) =>
        text.AsSpan().IndexOfAny('\\', '%') < 0 ? text : NumericEscape().Replace(text, m => new string(' ', m.Length));

    [GeneratedRegex(@"\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|%[0-9A-Fa-f]{2}", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex NumericEscape();
}
