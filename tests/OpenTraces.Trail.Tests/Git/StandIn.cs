using System.Diagnostics;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Trail.Tests.Git;

/// <summary>Shell scripts that stand in for git.</summary>
internal static class StandIn
{
    public static string Write(TempFolder folder, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        // Copied by another program: while a file is open for writing it cannot be run, and every process that a test beside this
        // one starts holds for a moment what is open here.
        var text = folder.Write("git.text", "#!/bin/sh\n" + script + "\n");
        MakeExecutable(text);
        using var copy = Process.Start("cp", [text, folder["git"]]);
        copy.WaitForExit();
        return folder["git"];
    }

    public static void MakeExecutable(string file)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
