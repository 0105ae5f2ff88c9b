using System.CommandLine;

namespace OpenTraces.Cli.Commands;

/// <summary>Options that mean the same everywhere.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON document and nothing else on standard output.",
        Recursive = true,
    };

    public static Option<string?> Progress { get; } = MakeProgress();

    public static Option<string?> Repo() => new("--repo")
    {
        Description = "A folder inside the Git repository; default the current folder.",
        HelpName = "DIR",
    };

    private static Option<string?> MakeProgress()
    {
        var progress = new Option<string?>("--progress")
        {
            Description = "How long work says how far it is: auto draws a bar on a terminal; json writes a line to standard error for each step.",
            Recursive = true,
        };
        progress.AcceptOnlyFromAmong("auto", "plain", "json", "never");
        return progress;
    }
}
