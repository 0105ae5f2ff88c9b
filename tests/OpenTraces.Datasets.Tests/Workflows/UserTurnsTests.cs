using OpenTraces.Datasets.Tests.Runs;
using OpenTraces.Datasets.Workflows;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using OpenTraces.Trail;
using Xunit;

namespace OpenTraces.Datasets.Tests.Workflows;

public sealed class UserTurnsTests
{
    [Fact]
    public async Task Each_ask_becomes_a_row_with_its_files_and_patches()
    {
        using var lab = new DatasetLab();
        var trace = new SomeSession()
            .User("Fix the parser")
            .Agent("Reading.")
            .Edit("/home/me/project/src/Parser.cs", ["a"], ["b", "c"])
            .User("continue")
            .Edit("/tmp/elsewhere.txt", [], ["d"])
            .User("Now the tests")
            .Tool("Bash", """{"command":"make test"}""", "ok")
            .Build();
        await lab.Store.AddAsync(trace);
        var id = trace.Key.ToTraceId();

        var rows = await RowsAsync(lab);

        Assert.Equal(2, rows.Count);
        Assert.Equal(["Fix the parser", "Now the tests"], rows.Select(r => r.GetString("ask"u8)));
        Assert.Equal([$"{id}:1-5", $"{id}:6-7"], rows.Select(r => r.GetString("ref"u8)));
        Assert.Equal([$"tu:{id}:turn:1", $"tu:{id}:turn:2"], rows.Select(r => r.GetString("source_unit_id"u8)));
        Assert.Equal("""["src/Parser.cs","/tmp/elsewhere.txt"]""", Member(rows[0], "files"));
        Assert.Equal("""["Edit"]""", Member(rows[0], "tools"));
        Assert.Equal("""["Bash"]""", Member(rows[1], "tools"));
        Assert.Equal("5", Member(rows[0], "steps"));
        Assert.Equal("""{"unknown":2}""", Member(rows[0], "survival"));
        Assert.Equal("{}", Member(rows[1], "survival"));
        Assert.Contains("\"added\":2,\"kind\":\"modify\",\"patch_id\":\"" + trace.Patches[0].PatchId, Member(rows[0], "patches"), StringComparison.Ordinal);
        Assert.Equal("anthropic/some-model", rows[0].GetString("model"u8));
        Assert.Equal("2026-01-02T03:01:00Z", rows[0].GetString("started_at"u8));
        Assert.Equal("2026-01-02T03:05:00Z", rows[0].GetString("ended_at"u8));
    }

    [Fact]
    public async Task Steps_before_the_first_ask_are_nobodys_turn()
    {
        using var lab = new DatasetLab();
        await lab.Store.AddAsync(new SomeSession("a").User("<system-reminder>x</system-reminder>").Agent("hello").User("Do it").Agent("done").Build());
        await lab.Store.AddAsync(new SomeSession("b").Agent("alone").Build());

        Assert.Equal(["Do it"], (await RowsAsync(lab)).Select(r => r.GetString("ask"u8)));
    }

    [Fact]
    public async Task Survival_is_what_tracking_says()
    {
        using var lab = new DatasetLab();
        var trace = Some.Trace();
        await lab.Store.AddAsync(trace);
        var tracking = new TraceTracking
        {
            TraceId = trace.Key.ToTraceId(),
            Head = new string('0', 40),
            Patches =
            [
                new PatchTracking
                {
                    Anchor = new PatchAnchor { Patch = trace.Patches[0], Tier = EvidenceTier.ExactRangeHash, Firm = true },
                    State = SurvivalState.AliveOnPath,
                    LinesAlive = 2,
                    LinesWritten = 2,
                },
            ],
        };

        var rows = await RowsAsync(lab, new RunOptions { Track = (_, _) => ValueTask.FromResult<TraceTracking?>(tracking) });

        Assert.Equal("""{"alive_on_path":1}""", Member(Assert.Single(rows), "survival"));
        Assert.Contains("\"survival\":\"alive_on_path\"", Member(rows[0], "patches"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_state_of_survival_has_a_name_that_the_schema_knows()
    {
        var schema = BuiltInWorkflows.UserTurns.RowSchema.ToString();

        Assert.All(Enum.GetValues<SurvivalState>(), state => Assert.Contains($"\"{SurvivalNames.Of(state)}\"", schema, StringComparison.Ordinal));
        Assert.Equal(Enum.GetValues<SurvivalState>().Length, Enum.GetValues<SurvivalState>().Select(SurvivalNames.Of).Distinct().Count());
        await NJsonRowValidator.Create().CompileAsync(BuiltInWorkflows.UserTurns.RowSchema);
    }

    [Fact]
    public async Task Prompts_keep_lone_surrogates_and_lose_secrets()
    {
        using var lab = new DatasetLab();
        await lab.Store.AddAsync(new SomeSession().User($"key {DatasetLab.Secret} \uD83D end").Agent("ok").Build());

        var row = Assert.Single(await RowsAsync(lab));

        Assert.EndsWith(" \uD83D end", row.GetString("ask"u8)!, StringComparison.Ordinal);
        FloorTests.AssertNowhere(lab, "Abcd1234");
    }

    [Fact]
    public async Task A_filter_and_a_trace_choose_what_is_read()
    {
        using var lab = new DatasetLab();
        await lab.Store.AddAsync(Some.Trace("a"));
        await lab.Store.AddAsync(Some.Trace("b", agent: "pi"));
        var datasets = await lab.CreateAsync("user-turns-v1");

        var byAgent = await datasets.RunAsync(DatasetLab.Name, new RunOptions { DryRun = true, Filter = new() { Agent = "pi" } });
        var byTrace = await datasets.RunAsync(DatasetLab.Name, new RunOptions { DryRun = true, Trace = Some.Trace("a").Key.ToTraceId() });
        var missing = await Assert.ThrowsAsync<OpenTracesException>(
            () => datasets.RunAsync(DatasetLab.Name, new RunOptions { DryRun = true, Trace = new TraceId(Guid.Empty) }));

        Assert.Equal((1, 1), (byAgent.Candidates, byTrace.Candidates));
        Assert.Equal(OpenTracesErrorCode.NotFound, missing.Code);
    }

    [Theory]
    [InlineData("/home/me/p/src/a.cs", "/home/me/p", "src/a.cs")]
    [InlineData("/home/me/p/src/a.cs", "/home/me/p/", "src/a.cs")]
    [InlineData("/home/me/pp/a.cs", "/home/me/p", "/home/me/pp/a.cs")]
    [InlineData("C:\\Work\\p\\a.cs", "c:\\work\\P", "a.cs")]
    [InlineData("/Home/a", "/home", "/Home/a")]
    [InlineData("src\\a.cs", "/home/me", "src/a.cs")]
    [InlineData("./a.cs", "/home/me", "a.cs")]
    [InlineData("/a", null, "/a")]
    public void Paths_are_made_relative_where_they_lie_inside(string path, string? folder, string expected) =>
        Assert.Equal(expected, RelativePath.Of(path, folder));

    private static async Task<List<RawJson>> RowsAsync(DatasetLab lab, RunOptions? options = null)
    {
        var datasets = await lab.CreateAsync("user-turns-v1");
        var report = await datasets.RunAsync(DatasetLab.Name, options);
        Assert.Empty(report.ValidationErrors);
        Assert.Empty(report.RejectedByFloor);
        return await datasets.ListRowsAsync(DatasetLab.Name).Select(r => r.Data!.Value).ToListAsync();
    }

    private static string Member(RawJson row, string name) =>
        row.TryGetMember(System.Text.Encoding.UTF8.GetBytes(name), out var value) ? value.ToString() : "(missing)";
}
