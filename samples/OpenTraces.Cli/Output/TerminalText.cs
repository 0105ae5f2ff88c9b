namespace OpenTraces.Cli.Output;

/// <summary>Texts of others, as a terminal may have them: what it would obey is shown as a sign.</summary>
internal static class TerminalText
{
    private const char Sign = '\uFFFD';

    public static string Clean(string text) => text.Any(IsObeyed) ? string.Concat(text.Select(c => IsObeyed(c) ? Sign : c)) : text;

    /// <summary>What moves the cursor or colours, and what turns the order of letters around.</summary>
    private static bool IsObeyed(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\t')) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
