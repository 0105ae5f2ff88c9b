using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Trail.Tests.Git;

/// <summary>Shell scripts that stand in for git.</summary>
internal static class StandIn
{
    public static string Write(TempFolder folder, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        var program = folder.Write("git", "#!/bin/sh\n" + script + "\n");
        MakeExecutable(program);
        return program;
    }

    public static void MakeExecutable(string file)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
