using System.CommandLine;
using OpenTraces.Cli.Commands;
using OpenTraces.Cli.Commands.Trails;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;

namespace OpenTraces.Cli;

/// <summary>Parse, one library call, render. Every failure is one line on the error channel and an exit code, and with <c>--json</c> a document.</summary>
internal static class CliApp
{
    public static async Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancellationToken)
    {
        host.Screen.Pipeline.Attach(new CleanScreen());
        var parsed = CommandTree.Build(host).Parse(args);
        return HookCommands.ExitCodeOf(parsed, await RunAsync(parsed, args, host, cancellationToken));
    }

    private static async Task<int> RunAsync(ParseResult parsed, string[] args, CliHost host, CancellationToken cancellationToken)
    {
        if (parsed.Errors.Count > 0 || UsageErrors.NamesNoCommand(parsed))
        {
            return await FailAsync(
                host, args.Contains("--json", StringComparer.Ordinal), OpenTracesErrorCode.InvalidRequest,
                $"{UsageErrors.Describe(parsed)} Run '{CommandName(parsed)} --help' to see what it takes.");
        }

        var json = parsed.GetValue(CommonOptions.Json);
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, Error = host.Error }, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return await FailAsync(
                host, json, ExitCode.Interrupted, ErrorJson.Interrupted,
                "Interrupted. What was acknowledged is kept; run the command again to go on.");
        }
        catch (OpenTracesException e)
        {
            return await FailAsync(host, json, e.Code, e.Message);
        }
        catch (UnauthorizedAccessException e)
        {
            return await FailAsync(host, json, OpenTracesErrorCode.Precondition, $"{e.Message} Check the permissions of that path.");
        }
        catch (IOException e)
        {
            return await FailAsync(host, json, OpenTracesErrorCode.Precondition, e.Message);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return await FailAsync(
                host, json, OpenTracesErrorCode.Unexpected,
                $"Unexpected {e.GetType().Name}: {e.Message} This is a defect; please report it.");
        }
    }

    private static Task<int> FailAsync(CliHost host, bool json, OpenTracesErrorCode code, string message) =>
        FailAsync(host, json, ExitCode.Of(code), ErrorJson.NameOf(code), message);

    private static async Task<int> FailAsync(CliHost host, bool json, int exitCode, string code, string message)
    {
        var line = TerminalText.Clean(string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        // A program that failed without a word leaves nothing behind the colon.
        if (line.EndsWith(':'))
            line = line[..^1] + " and said nothing.";
        await host.Error.WriteLineAsync("opentraces: " + line);
        if (json)
            await ErrorJson.WriteAsync(host, code, line);
        return exitCode;
    }

    private static string CommandName(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = (System.CommandLine.Parsing.SymbolResult?)parsed.CommandResult; result is not null; result = result.Parent)
        {
            if (result is System.CommandLine.Parsing.CommandResult command)
                names.Push(command.Command is RootCommand ? "opentraces" : command.Command.Name);
        }

        return string.Join(' ', names);
    }
}
