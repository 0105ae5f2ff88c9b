using OpenTraces.TestKit;

namespace OpenTraces.Cli.Tests.Commands.Trails;

/// <summary>A bucket and a repository with a file in a folder, of which a session wrote two lines.</summary>
internal sealed class WorkedRepo : IDisposable
{
    private const string Session = "019aaaaa-0000-7000-8000-000000000001";

    public Cli Cli { get; } = new();

    public TempGitRepo Repo { get; } = new();

    /// <summary>The commit that took the session's lines.</summary>
    public string Commit { get; private set; } = "";

    public async Task<string> WorkAsync()
    {
        Repo.Write("basket/apples.txt", "a1\n");
        Repo.Write("apples.txt", "other\n");
        Repo.Commit("Start");
        Repo.Write("basket/apples.txt", "a1\napple number two from the market\napple number three from the garden\n");
        Repo.Write("pears.txt", "a pear that nobody asked for\n");
        Commit = Repo.Commit("More apples");
        var call = """{"timestamp":"2026-01-01T00:00:06.000Z","type":"response_item","payload":{"type":"custom_tool_call","name":"apply_patch","call_id":"call_2","input":"*** Begin Patch\n*** Update File: basket/apples.txt\n@@\n a1\n+apple number two from the market\n+apple number three from the garden\n*** End Patch"}}""" + "\n"
            + """{"timestamp":"2026-01-01T00:00:07.000Z","type":"response_item","payload":{"type":"custom_tool_call_output","call_id":"call_2","output":"Exit code: 0\nWall time: 0 seconds\nOutput:\nok"}}""" + "\n";
        var path = Cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session(Session, Repo.Root.Replace('\\', '/')) + call);
        var row = (await Cli.RunAsync("capture", "import", path, "--json")).Json().GetProperty("traces")[0];
        Cli.WorkingDirectory = Repo.Root;
        return row.GetProperty("trace_id").GetString()!;
    }

    /// <summary>Runs in a folder of the repository.</summary>
    public Task<CliResult> RunInAsync(string folder, params string[] args)
    {
        Cli.WorkingDirectory = Path.Combine(Repo.Root, folder);
        return Cli.RunAsync(args);
    }

    public void Dispose()
    {
        Cli.Dispose();
        Repo.Dispose();
    }
}
