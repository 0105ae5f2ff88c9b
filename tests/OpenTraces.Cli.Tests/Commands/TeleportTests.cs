using OpenTraces.Cli.Tests.Commands.Trails;
using OpenTraces.Cli.Tests.Sample;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands;

public sealed class TeleportTests(SampleBucket sample) : IClassFixture<SampleBucket>
{
    [Fact]
    public async Task A_trace_is_exported_and_opened_and_the_answers_are_documents()
    {
        var trace = await AnchoredAsync();
        var output = sample.Cli.Folder["teleport-a/out"];
        var made = (await sample.Cli.RunAsync("trace", "teleport", "export", trace, "--output", output, "--json")).Json();
        Assert.Equal(("ok", "opentraces.trace_workspace.v1"), (made.GetProperty("status").GetString(), made.GetProperty("schema_version").GetString()));
        Assert.Equal((trace, "self_contained", output), (made.GetProperty("trace_id").GetString(), made.GetProperty("git").GetString(), made.GetProperty("output").GetString()));
        var commits = made.GetProperty("commits").EnumerateArray().Select(c => c.GetString()!).ToArray();
        Assert.NotEmpty(commits);

        var opened = (await sample.Cli.RunAsync("trace", "teleport", "open", output, "--into", sample.Cli.Folder["teleport-a/into"], "--json")).Json();
        var repository = opened.GetProperty("repository").GetString()!;
        Assert.Equal(opened.GetProperty("head").GetString(), Git.Run(repository, "rev-parse", "HEAD").Trim());
        Assert.Contains(opened.GetProperty("head").GetString(), commits);
        Assert.Equal(made.GetProperty("workspace_id").GetString(), opened.GetProperty("workspace_id").GetString());
    }

    [Fact]
    public async Task For_a_person_it_says_what_there_is_and_what_is_not_in_it()
    {
        var trace = await AnchoredAsync();
        var output = sample.Cli.Folder["teleport-b/out"];
        var made = await sample.Cli.RunAsync("trace", "teleport", "export", trace[..8], "--output", output, "--thin");
        Assert.Equal((0, ""), (made.Code, made.Error));
        Assert.Matches("Not in it: .*the session as its agent wrote it", made.Text);
        Assert.DoesNotMatch("Not in it: .*(authors|redact)", made.Text);
        Assert.Contains("names and addresses of the commits' authors are in it", made.Text, StringComparison.Ordinal);
        Assert.Contains("opentraces trace teleport open", made.Text, StringComparison.Ordinal);
        var opened = await sample.Cli.RunAsync("trace", "teleport", "open", output, "--into", sample.Cli.Folder["teleport-b/into"]);
        Assert.Contains("git fetch", opened.Text, StringComparison.Ordinal);
        Assert.Contains("Next: ", opened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_repository_no_commits_are_counted_and_with_one_it_is_said_what_to_do_with_it()
    {
        var trace = await AnchoredAsync();
        var output = sample.Cli.Folder["teleport-e/out"];
        var made = await sample.Cli.RunAsync("trace", "teleport", "export", trace, "--output", output, "--no-git");
        Assert.DoesNotContain("0 commits", made.Text, StringComparison.Ordinal);
        Assert.Contains("in commits that are not carried", made.Text, StringComparison.Ordinal);
        Assert.Contains("trace.json", (await OpenAsync(output, "teleport-e/into")).Text, StringComparison.Ordinal);

        await sample.Cli.RunAsync("trace", "teleport", "export", trace, "--output", sample.Cli.Folder["teleport-e/whole"]);
        var opened = await OpenAsync(sample.Cli.Folder["teleport-e/whole"], "teleport-e/whole-into");
        Assert.Contains("Next: git -C " + sample.Cli.Folder["teleport-e/whole-into/repository"] + " ", opened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_have_their_exit_codes_and_leave_nothing()
    {
        var output = sample.Cli.Folder["teleport-c/out"];
        Assert.Equal(2, (await sample.Cli.RunAsync("trace", "teleport", "export", sample.Traces[0], "--output", output, "--thin", "--no-git")).Code);
        Assert.Equal(2, (await sample.Cli.RunAsync("trace", "teleport", "export", sample.Traces[0])).Code);
        Assert.Equal(2, (await sample.Cli.RunAsync("trace", "teleport", "export", sample.Traces[0] + ":3", "--output", output)).Code);
        Assert.Equal(6, (await sample.Cli.RunAsync("trace", "teleport", "export", "00000000-0000-8000-8000-000000000000", "--output", output)).Code);
        Assert.Equal(3, (await sample.Cli.RunAsync("trace", "teleport", "export", sample.Traces[0], "--output", sample.Cli.Home)).Code);
        Assert.Equal(6, (await sample.Cli.RunAsync("trace", "teleport", "open", output, "--into", sample.Cli.Folder["teleport-c/into"])).Code);
        Assert.False(Directory.Exists(sample.Cli.Folder["teleport-c"]));
    }

    [Fact]
    public async Task Damage_ends_with_7_and_what_is_foreign_with_5()
    {
        var output = sample.Cli.Folder["teleport-d/out"];
        await sample.Cli.RunAsync("trace", "teleport", "export", await AnchoredAsync(), "--output", output, "--no-git");
        await File.AppendAllTextAsync(Path.Combine(output, "trace.json"), " ", TestContext.Current.CancellationToken);
        var damaged = await sample.Cli.RunAsync("trace", "teleport", "open", output, "--into", sample.Cli.Folder["teleport-d/into"]);
        Assert.Equal(7, damaged.Code);
        Assert.Single(damaged.Error.Trim().Split('\n'));
        await File.WriteAllTextAsync(Path.Combine(output, "manifest.json"), "{}", TestContext.Current.CancellationToken);
        Assert.Equal(5, (await sample.Cli.RunAsync("trace", "teleport", "open", output, "--into", sample.Cli.Folder["teleport-d/into"])).Code);
        Assert.False(Directory.Exists(sample.Cli.Folder["teleport-d/into"]));
    }

    [Fact]
    public async Task What_may_not_leave_ends_with_9_and_makes_no_folder()
    {
        using var cli = new Cli();
        var built = await OpenTraces.Cli.Sample.SampleBuilder.BuildAsync(cli.Folder["sample"], CancellationToken.None);
        await cli.RunAsync(["capture", "import", .. built.SessionPaths, "--json"]);
        cli.WorkingDirectory = built.RepositoryPath;
        var (commit, trace) = await AnchoredAsync(cli, built.RepositoryPath);
        Git.Run(built.RepositoryPath, "reset", "-q", "--hard", commit);
        Git.Run(built.RepositoryPath, "-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "commit", "-q", "--amend", "-m", "Use AKIA" + "QX7RT5MNB2PL9WZK here");
        var refused = await cli.RunAsync("trace", "teleport", "export", trace, "--output", cli.Folder["out/in"], "--json");
        Assert.Equal(9, refused.Code);
        Assert.Equal("egress_refused", refused.Json().GetProperty("error").GetProperty("code").GetString());
        Assert.False(Directory.Exists(cli.Folder["out"]));
    }

    private Task<CliResult> OpenAsync(string folder, string into) =>
        sample.Cli.RunAsync("trace", "teleport", "open", folder, "--into", sample.Cli.Folder[into]);

    private async Task<string> AnchoredAsync() => (await AnchoredAsync(sample.Cli, sample.Cli.WorkingDirectory)).Trace;

    /// <summary>The newest commit that took changes, and a trace they are of.</summary>
    private static async Task<(string Commit, string Trace)> AnchoredAsync(Cli cli, string repository)
    {
        foreach (var commit in Git.Lines(repository, "rev-list", "HEAD"))
        {
            var traces = (await cli.RunAsync("trail", "blame", "commit", commit, "--json")).Json().GetProperty("traces");
            if (traces.GetArrayLength() > 0)
                return (commit, traces[0].GetProperty("trace_id").GetString()!);
        }

        throw new InvalidOperationException("The sample has no such commit.");
    }
}
