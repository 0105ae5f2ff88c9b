using System.CommandLine;

namespace OpenTraces.Cli;

/// <summary>What is wrong with a command line, in words for the person who typed it.</summary>
internal static class UsageErrors
{
    /// <summary>Help that is asked of a command that is not there is no mistake to the parser, which would give that of the one above it.</summary>
    public static bool NamesNoCommand(ParseResult parsed) =>
        parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var typed, ..] && !typed.StartsWith('-');

    public static string Describe(ParseResult parsed)
    {
        var commands = parsed.CommandResult.Command.Subcommands;
        if (NamesNoCommand(parsed))
        {
            var typed = parsed.UnmatchedTokens[0];
            var near = commands.Select(c => c.Name).Where(n => Distance(n, typed) <= 2).Order(StringComparer.Ordinal).FirstOrDefault();
            return near is null
                ? $"'{typed}' is no command here; there are {string.Join(", ", commands.Select(c => c.Name))}."
                : $"'{typed}' is no command here. Did you mean '{near}'?";
        }

        if (commands.Count > 0 && parsed.UnmatchedTokens.Count == 0 && parsed.Errors[0].Message.StartsWith("Required command", StringComparison.Ordinal))
            return $"A command is missing; there are {string.Join(", ", commands.Select(c => c.Name))}.";
        var message = parsed.Errors[0].Message;
        var type = message.IndexOf(" as expected type", StringComparison.Ordinal);
        return type < 0 ? message : message[..type] + ".";
    }

    /// <summary>How many letters have to change, come or go.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
