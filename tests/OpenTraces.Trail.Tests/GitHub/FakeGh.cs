using System.Text.Json;
using OpenTraces.TestKit;
using OpenTraces.Trail.GitHub;
using OpenTraces.Trail.Tests.Git;
using Xunit;

namespace OpenTraces.Trail.Tests.GitHub;

/// <summary>A stand-in for gh that keeps what it was asked and given, and answers what the test says.</summary>
internal sealed class FakeGh : IDisposable
{
    private readonly TempFolder _folder = new();

    public FakeGh()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        View("""echo 'no pull requests found for branch "work"' >&2; exit 1""");
        Create("cat > create.body; echo https://github.example/o/r/pull/7");
        Edit("cat > edit.body");
        Program = StandIn.Write(_folder, "cd \"$(dirname \"$0\")\"\nprintf '%s\\n' \"$@\" > \"$2.args\"\nprintf x >> calls\n. \"./$2.sh\"");
    }

    public string Program { get; }

    public string Calls => File.Exists(_folder["calls"]) ? File.ReadAllText(_folder["calls"]) : "";

    public void View(string script) => _folder.Write("view.sh", script + "\n");

    public void Create(string script) => _folder.Write("create.sh", script + "\n");

    public void Edit(string script) => _folder.Write("edit.sh", script + "\n");

    /// <summary>There is a pull request.</summary>
    public void Has(string body, int number = 7, string state = "OPEN", string branch = "work")
    {
        _folder.Write("view.json", JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["number"] = number,
            ["url"] = $"https://github.example/o/r/pull/{number}",
            ["headRefName"] = branch,
            ["body"] = body,
            ["state"] = state,
        }));
        View("cat view.json");
    }

    public string[] Arguments(string command) => File.ReadAllText(_folder[command + ".args"]).TrimEnd('\n').Split('\n');

    public string? Body(string command) => File.Exists(_folder[command + ".body"]) ? File.ReadAllText(_folder[command + ".body"]) : null;

    public bool Exists(string name) => File.Exists(_folder[name]);

    public GitHubPullRequests Open(TimeSpan? timeout = null, TimeProvider? clock = null) =>
        new(_folder.Root, new GitHubOptions { Program = Program, Timeout = timeout ?? TimeSpan.FromMinutes(1), Clock = clock ?? TimeProvider.System });

    public string Read(string name) => File.ReadAllText(_folder[name]);

    public string Root => _folder.Root;

    public void Dispose() => _folder.Dispose();
}
