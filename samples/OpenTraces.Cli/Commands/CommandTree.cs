using System.CommandLine;
using OpenTraces.Cli.Commands.Capture;
using OpenTraces.Cli.Commands.Datasets;
using OpenTraces.Cli.Commands.Quickstart;
using OpenTraces.Cli.Commands.Traces;
using OpenTraces.Cli.Commands.Trails;
using OpenTraces.Cli.Commands.Upkeep;
using OpenTraces.Cli.Hosting;

namespace OpenTraces.Cli.Commands;

internal static class CommandTree
{
    public static RootCommand Build(CliHost host) => new("Coding-agent sessions in a private bucket: search, slice, blame, dataset rows.")
    {
        CommonOptions.Json,
        CommonOptions.Progress,
        QuickstartCommand.Build(host),
        new Command("capture", "Read agent sessions into the bucket.")
        {
            ImportCommand.Build(host),
        },
        new Command("trace", "Search, show and cut the traces held.")
        {
            QueryCommand.Build(host),
            GetCommand.Build(host),
            PartitionCommand.Build(host, "partition"),
            PartitionCommand.Build(host, "slice"),
            ForgetCommand.Build(host),
            new Command("teleport", "Move one trace and the commits that took its changes between machines.")
            {
                TeleportExportCommand.Build(host),
                TeleportOpenCommand.Build(host),
            },
        },
        BucketCommands.Build(host),
        new Command("trail", "What Git says of the changes.")
        {
            new Command("blame", "From a commit or a line to the session that made it.")
            {
                BlameCommitCommand.Build(host),
                BlameFileCommand.Build(host),
                new Command("pr", "What a branch brings, told from the sessions behind it.")
                {
                    PullRequestRenderCommand.Build(host),
                    PullRequestCreateCommand.Build(host),
                    PullRequestUpdateCommand.Build(host),
                },
            },
            new Command("note", "Who wrote a commit, in documents of other tools.")
            {
                NoteWriteCommand.Build(host),
                NoteReadCommand.Build(host),
            },
            TrackCommand.Build(host),
            GraphCommand.Build(host),
            HookCommands.Build(host),
        },
        BackfillCommand.Build(host),
        new Command("dataset", "Rows projected from traces, redacted and reviewed.")
        {
            DatasetListCommand.Build(host),
            DatasetNewCommand.Build(host),
            DatasetRunCommand.Build(host),
            DatasetReviewCommand.Build(host),
        },
    };
}
