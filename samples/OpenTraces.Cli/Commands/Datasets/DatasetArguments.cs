using System.CommandLine;

namespace OpenTraces.Cli.Commands.Datasets;

internal static class DatasetArguments
{
    public static Argument<string> Name() => new("NAME") { Description = "The dataset." };
}
