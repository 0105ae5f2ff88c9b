using System.Diagnostics;

namespace OpenTraces.Cli.Tests.Sample;

/// <summary>Reads a repository as anybody's git would.</summary>
internal static class Git
{
    public static string Run(string repository, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", repository, .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"git {arguments[0]} exited with {process.ExitCode}");
    }

    public static string[] Lines(string repository, params string[] arguments) =>
        Run(repository, arguments).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
