using System.CommandLine;
using OpenTraces.Cli.Commands;
using OpenTraces.Cli.Hosting;
using OpenTraces.Schema;

namespace OpenTraces.Cli;

/// <summary>Parse, one library call, render. Every failure is one line on the error channel and an exit code.</summary>
internal static class CliApp
{
    public static async Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancellationToken)
    {
        var root = CommandTree.Build(host);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
            return Fail(host, ExitCode.Usage, $"{UsageErrors.Describe(parsed)} Run '{CommandName(parsed)} --help' to see what it takes.");
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, Error = host.Error }, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return Fail(host, ExitCode.Interrupted, "Interrupted. What was acknowledged is kept; run the command again to go on.");
        }
        catch (OpenTracesException e)
        {
            return Fail(host, ExitCode.Of(e.Code), e.Message);
        }
        catch (UnauthorizedAccessException e)
        {
            return Fail(host, ExitCode.Precondition, $"{e.Message} Check the permissions of that path.");
        }
        catch (IOException e)
        {
            return Fail(host, ExitCode.Precondition, e.Message);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Fail(host, ExitCode.Unexpected, $"Unexpected {e.GetType().Name}: {e.Message} This is a defect; please report it.");
        }
    }

    private static int Fail(CliHost host, int code, string message)
    {
        host.Error.WriteLine("opentraces: " + string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return code;
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
