using System.Diagnostics;
using OpenTraces.TestKit;

namespace OpenTraces.Packages.Tests;

/// <summary>Packs what this build made, once for all tests of the project.</summary>
public sealed class PackedPackages : IDisposable
{
    private readonly TempFolder _folder = new();

    public PackedPackages()
    {
        foreach (var project in new[] { "src/OpenTraces.Schema", "src/OpenTraces.Bucket", "src/OpenTraces.Trail", "src/OpenTraces.Capture", "src/OpenTraces.Datasets", "samples/OpenTraces.Cli" })
            Dotnet(Repository.Root, "pack", project, "-c", Repository.Configuration, "--no-build", "--nologo", "-o", Folder);
    }

    public string Folder => _folder.Root;

    public string PathOf(string package) => Directory.EnumerateFiles(Folder, package + ".*.nupkg")
        .Single(f => char.IsAsciiDigit(Path.GetFileName(f)[package.Length + 1]));

    public static string Dotnet(string workingDirectory, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)}: {output}{errors.GetAwaiter().GetResult()}");
    }

    public void Dispose() => _folder.Dispose();
}
