using System.CommandLine;
using OpenTraces.Cli.Hosting;

namespace OpenTraces.Cli.Commands.Upkeep;

internal static class BucketCommands
{
    public static Command Build(CliHost host) => new("bucket", "Look after the store: status, verify, repair, rebuild, prune, replay.")
    {
        StatusCommand.Build(host),
        ManifestCommand.Build(host),
        VerifyCommand.Build(host),
        RepairCommand.Build(host),
        RebuildCommand.Build(host),
        PruneCommand.Build(host),
        ReplayCommand.Build(host),
    };
}
