using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace OpenTraces.Cli.Commands;

/// <summary>What a command line must hold beside what its options say of themselves.</summary>
internal static class Checks
{
    /// <summary>
    /// Adds a check of a command. It runs before its options are checked one by one, and asking for a value that cannot be read
    /// throws: such a check is left out, because the option's own says what is wrong.
    /// </summary>
    public static void Check(this Command command, Action<CommandResult> check) => command.Validators.Add(result =>
    {
        try
        {
            check(result);
        }
        catch (InvalidOperationException)
        {
            // The command line is refused all the same, by the option whose value it is.
        }
    });

    /// <summary>The option takes a number from 1.</summary>
    public static TOption FromOne<TOption>(this TOption option)
        where TOption : Option
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0))
                result.AddError($"{option.Name} takes a number from 1.");
        });
        return option;
    }
}
