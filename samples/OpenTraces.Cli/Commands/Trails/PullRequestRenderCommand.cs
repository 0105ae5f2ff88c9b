using System.CommandLine;
using System.Text;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;

namespace OpenTraces.Cli.Commands.Trails;

internal static class PullRequestRenderCommand
{
    public static Command Build(CliHost host)
    {
        var arguments = new PullRequestArguments();
        var output = new Option<string?>("--output") { Description = "Write the text to this file instead.", HelpName = "FILE" };
        var command = new Command("render", "Print the text of a pull request, as Markdown.") { arguments.Base, arguments.Head, output, arguments.Repo };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var text = await arguments.DescribeAsync(host, parsed, title: null, cancellationToken);
            if (parsed.GetValue(output) is { } file)
            {
                await WriteAsync(host.Resolve(file), text.Body, cancellationToken);
                await host.Error.WriteLineAsync(PullRequestRendering.Summary(text) + ": " + file);
            }

            if (parsed.GetValue(CommonOptions.Json))
                await JsonOutput.WriteAsync(host, w => PullRequestRendering.WriteText(w, text), cancellationToken);
            else if (parsed.GetValue(output) is null)
                await host.Output.WriteAsync(Encoding.UTF8.GetBytes(text.Body), cancellationToken);
            await host.Output.FlushAsync(cancellationToken);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task WriteAsync(string path, string body, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(path, body, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"The text cannot be written to '{path}'. Give --output a file in a folder that exists and that you may write to.", error);
        }
    }
}
