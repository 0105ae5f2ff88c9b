using System.CommandLine;
using OpenTraces.Cli.Hosting;

namespace OpenTraces.Cli.Commands.Trails;

internal static class PullRequestCreateCommand
{
    public static Command Build(CliHost host)
    {
        var arguments = new PullRequestArguments();
        var title = new Option<string?>("--title") { Description = "Default the first line of the newest commit that is no merge.", HelpName = "TITLE" };
        var draft = new Option<bool>("--draft") { Description = "A new one is a draft." };
        var strict = new Option<bool>("--no-update-if-exists") { Description = "Fail where the branch has a pull request, instead of updating it." };
        var command = new Command("create", "Open a pull request on GitHub, or update the one that is open, with gh.")
        {
            arguments.Base, arguments.Head, title, draft, strict, arguments.Gh, arguments.Repo,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var text = await arguments.DescribeAsync(host, parsed, parsed.GetValue(title), cancellationToken);
            var receipt = await arguments.GitHub(host, parsed)
                .CreateAsync(text, parsed.GetValue(draft), !parsed.GetValue(strict), cancellationToken);
            return await PullRequestRendering.ShowAsync(host, parsed, text, receipt, cancellationToken);
        });
        return command;
    }
}
