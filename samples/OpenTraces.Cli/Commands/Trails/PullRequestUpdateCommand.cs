using System.CommandLine;
using OpenTraces.Cli.Hosting;

namespace OpenTraces.Cli.Commands.Trails;

internal static class PullRequestUpdateCommand
{
    public static Command Build(CliHost host)
    {
        var arguments = new PullRequestArguments();
        var number = new Option<int?>("--number") { Description = "Which pull request; default the open one of the branch.", HelpName = "N" }.FromOne();
        var replace = new Option<bool>("--replace") { Description = "Replace the whole description, also what people wrote." };
        var command = new Command("update", "Put the text into a pull request on GitHub anew, with gh; what people wrote around it stays.")
        {
            arguments.Base, arguments.Head, number, replace, arguments.Gh, arguments.Repo,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var text = await arguments.DescribeAsync(host, parsed, title: null, cancellationToken);
            var receipt = await arguments.GitHub(host, parsed)
                .UpdateAsync(text, parsed.GetValue(number), parsed.GetValue(replace), cancellationToken);
            return await PullRequestRendering.ShowAsync(host, parsed, text, receipt, cancellationToken);
        });
        return command;
    }
}
