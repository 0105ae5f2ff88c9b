using System.Diagnostics;
using OpenTraces.TestKit;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Tests.Git;

/// <summary>A git that says of each start what it is and what it was asked for, and that fails where a test wants it to.</summary>
/// <param name="folder">Where the program and its diary are.</param>
/// <param name="repo">What it is asked about.</param>
internal sealed class LastingGit(TempFolder folder, TempGitRepo repo)
{
    /// <summary>What the script says of a git that takes however long.</summary>
    public const string Hang = "sleep 600 & wait";

    /// <summary>A git that does something else for one command; <c>$0</c> of it is in the folder of the diary.</summary>
    public string Program(string command = "nothing-like-it", string instead = "") => StandIn.Write(
        folder, $"echo \"$$ $*\" >> '{folder["diary"]}'\ncase \"$*\" in *\" {command}\"*) {instead}\n;; *) exec git \"$@\";; esac");

    /// <summary>What is asked for one answer. Only the git that is asked then has little time.</summary>
    public async Task<GitReading> BeginAsync(string program, TimeSpan? timeout = null)
    {
        var repository = await GitRepository.OpenAsync(repo.Root, new TrailOptions(), default);
        return new GitReading(repository, new GitProcess(program, repo.Root, timeout ?? TimeSpan.FromMinutes(2), TimeProvider.System));
    }

    /// <summary>The process ids of those that were started for a command.</summary>
    public IReadOnlyList<int> Started(string command) =>
        [.. Lines().Where(l => l.Contains(" " + command + " ", StringComparison.Ordinal)).Select(l => int.Parse(l.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>Those that were started and still run.</summary>
    public IReadOnlyList<string> Running() => [.. Lines().Where(l => IsRunning(int.Parse(l.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)))];

    public static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private string[] Lines() => File.Exists(folder["diary"]) ? File.ReadAllLines(folder["diary"]) : [];
}
