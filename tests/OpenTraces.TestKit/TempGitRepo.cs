using System.Diagnostics;
using System.Globalization;

namespace OpenTraces.TestKit;

/// <summary>A real repository in a temp folder, with a fixed identity and a clock that moves one minute per commit.</summary>
public sealed class TempGitRepo : IDisposable
{
    private readonly TempFolder _folder = new();
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 0, TimeSpan.Zero);

    public TempGitRepo(string initialBranch = "main")
    {
        Git("init", "-q", "-b", initialBranch);
        Git("config", "user.name", "Test Person");
        Git("config", "user.email", "person@example.com");
        Git("config", "commit.gpgsign", "false");
        Git("config", "core.autocrlf", "false");
    }

    public string Root => _folder.Root;

    public DateTimeOffset Now => _now;

    /// <summary>Lets time pass before the next commit.</summary>
    public void Advance(TimeSpan by) => _now += by;

    public string Write(string relative, string text) => _folder.Write(relative, text);

    public string Read(string relative) => File.ReadAllText(_folder[relative]);

    public string Commit(string message)
    {
        _now = _now.AddMinutes(1);
        Git("add", "-A");
        Git("commit", "-q", "--allow-empty", "-m", message);
        return Git("rev-parse", "HEAD").Trim();
    }

    /// <summary>Runs git with no configuration of the machine or the person, and returns its output.</summary>
    public string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var date = _now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        start.Environment["GIT_AUTHOR_DATE"] = date;
        start.Environment["GIT_COMMITTER_DATE"] = date;
        start.Environment["GIT_CONFIG_GLOBAL"] = Path.Combine(Root, ".no-such-config");
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"git {string.Join(' ', arguments)} exited with {process.ExitCode}: {errors.GetAwaiter().GetResult()}");
    }

    public void Dispose() => _folder.Dispose();
}
