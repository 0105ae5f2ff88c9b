using System.Globalization;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Trail.Tests.Blame;

public sealed class BlameTests : IDisposable
{
    private const string Start = "alpha\nbeta\ngamma\ndelta\n";
    private const string Work = "total = price * quantity\nrounded = round(total, digits)\n";

    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    private string Head => _scene.Repo.Git("rev-parse", "HEAD").Trim();

    [Fact]
    public async Task A_commit_names_its_traces_with_most_patches_first()
    {
        _scene.Commit("src/a.py", Start);
        var one = _scene.Agent("one").Edit("src/a.py", Start + Work);
        var two = _scene.Agent("two").Edit("b.py", "first = alpha(value)\nother = beta(value)\n").Edit("c.py", "third = gamma(value, delta)\n");
        _scene.Commit("by-hand.txt", "a person wrote this line\n", "Everything\n\nand a body");
        var blame = await (await _scene.OpenAsync()).BlameCommitAsync("HEAD");
        Assert.Equal((Head, "Everything", 6, 5), (blame.Commit, blame.Subject, blame.AddedLines, blame.AttributedLines));
        Assert.Equal([two.Id, one.Id], blame.Traces.Select(t => t.TraceId));
        Assert.Equal(["two", "one"], blame.Traces.Select(t => t.SessionId));
        Assert.All(blame.Traces, t => Assert.Equal("claude-code", t.Agent));
        Assert.Equal([1, 2], blame.Traces[0].Patches.Select(p => p.Patch.Content.StepIndex));
        Assert.Equal(EvidenceTier.ExactRangeHash, blame.Traces[1].Tier);
    }

    [Fact]
    public async Task A_commit_of_a_person_names_nobody()
    {
        _scene.Commit("src/a.py", Start);
        _scene.Agent().Edit("src/a.py", Start + Work);
        _scene.Repo.Commit("Take it");
        _scene.Commit("src/a.py", "first\n" + Start + Work);
        var trail = await _scene.OpenAsync();
        Assert.Empty((await trail.BlameCommitAsync("HEAD")).Traces);
        Assert.Single((await trail.BlameCommitAsync("HEAD~1")).Traces);
        Assert.Empty((await trail.BlameCommitAsync("HEAD~2")).Traces);
    }

    [Fact]
    public async Task Every_revision_form_of_git_is_understood()
    {
        _scene.Commit("src/a.py", Start);
        _scene.Repo.Git("tag", "-a", "v1", "-m", "one");
        var trail = await _scene.OpenAsync();
        foreach (var form in new[] { "HEAD", "main", "v1", "refs/tags/v1", "@", Head, Head[..8], "main^{/Change}" })
            Assert.Equal(Head, (await trail.BlameCommitAsync(form)).Commit);
    }

    [Theory]
    [InlineData("no-such-branch")]
    [InlineData("--all")]
    [InlineData("")]
    [InlineData("HEAD:src/a.py")]
    [InlineData("0123456789012345678901234567890123456789")]
    [InlineData("HEAD\nmain")]
    public async Task An_unknown_revision_is_not_found(string revision)
    {
        _scene.Commit("src/a.py", Start);
        var trail = await _scene.OpenAsync();
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await trail.BlameCommitAsync(revision));
        Assert.Equal(OpenTracesErrorCode.NotFound, error.Code);
        error = await Assert.ThrowsAsync<OpenTracesException>(async () => await trail.BlameFileAsync(revision, "src/a.py"));
        Assert.Equal(OpenTracesErrorCode.NotFound, error.Code);
    }

    [Fact]
    public async Task An_unknown_file_or_trace_is_not_found()
    {
        _scene.Commit("src/a.py", Start);
        var trail = await _scene.OpenAsync();
        foreach (var path in new[] { "src/b.py", "src", "", "a\nb" })
        {
            var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await trail.BlameFileAsync("HEAD", path));
            Assert.Equal(OpenTracesErrorCode.NotFound, error.Code);
        }

        var missing = await Assert.ThrowsAsync<OpenTracesException>(async () => await trail.TrackAsync(new TraceId(Guid.Empty)));
        Assert.Equal(OpenTracesErrorCode.NotFound, missing.Code);
    }

    [Fact]
    public async Task Every_line_of_a_file_has_its_commit_and_the_step_that_wrote_it()
    {
        var first = _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent().Edit("src/a.py", Start.Replace("gamma\n", "gamma\n" + Work, StringComparison.Ordinal));
        var second = _scene.Repo.Commit("Take it");
        _scene.Repo.Git("mv", "src/a.py", "src/b.py");
        _scene.Repo.Commit("Move");
        var third = _scene.Commit("src/b.py", "zero\n" + _scene.Repo.Read("src/b.py"));
        var blame = await (await _scene.OpenAsync()).BlameFileAsync("HEAD", "src/b.py");
        Assert.Equal((third, "src/b.py"), (blame.Commit, blame.Path));
        Assert.Equal(["zero", "alpha", "beta", "gamma", .. AgentSession.Lines(Work), "delta"], blame.Lines.Select(l => l.Text));
        Assert.Equal([third, first, first, first, second, second, first], blame.Lines.Select(l => l.Commit));
        Assert.Equal([false, false, false, false, true, true, false], blame.Lines.Select(l => l.Anchor is not null));
        Assert.Equal(agent.Id, blame.Lines[4].Anchor!.Patch.TraceId);
        Assert.Equal(Enumerable.Range(1, 7), blame.Lines.Select(l => l.Line));
    }

    [Fact]
    public async Task A_formatted_line_keeps_its_author_and_names_the_formatters_commit()
    {
        _scene.Commit("a.py", Start);
        _scene.Agent().Edit("a.py", Start + "total = compute(price, quantity)\n");
        _scene.Repo.Commit("Take it");
        var format = _scene.Commit("a.py", Start + "total = compute(\n    price,\n    quantity,\n)\n");
        var blame = await (await _scene.OpenAsync()).BlameFileAsync("HEAD", "a.py");
        Assert.All(blame.Lines.Skip(4), l => Assert.Equal((format, true), (l.Commit, l.Anchor is not null)));
    }

    [Fact]
    public async Task A_whole_file_is_credited_to_the_last_call_that_wrote_each_line()
    {
        _scene.Commit("readme", "hello\n");
        var text = Work + "report(rounded, currency)\nreturn rounded\n";
        var agent = _scene.Agent().Write("src/new.py", text);
        agent.Edit("src/new.py", text.Replace("currency", "locale", StringComparison.Ordinal));
        _scene.Repo.Commit("New");
        var blame = await (await _scene.OpenAsync()).BlameFileAsync("HEAD", "src/new.py");
        Assert.Equal([1, 1, 2, 1], blame.Lines.Select(l => l.Anchor!.Patch.Content.StepIndex));
    }

    [Fact]
    public async Task Line_origins_agree_with_git_blame_over_a_tangled_history()
    {
        var random = new Random(11);
        var lines = Enumerable.Range(0, 40).Select(i => $"line {i} of the beginning").ToList();
        var path = "one.txt";
        for (var i = 0; i < 30; i++)
        {
            if (i % 7 == 3)
            {
                _scene.Repo.Git("mv", path, path = $"name-{i}.txt");
                _scene.Repo.Commit("Move");
            }

            if (i % 9 == 4)
            {
                _scene.Repo.Git("checkout", "-q", "-b", $"side-{i}");
                lines[^1] = $"end of side {i}";
                _scene.Commit(path, string.Join('\n', lines) + "\n");
                _scene.Repo.Git("checkout", "-q", "main");
                _scene.Commit($"other-{i}.txt", "elsewhere\n");
                _scene.Repo.Git("merge", "-q", "--no-edit", $"side-{i}");
            }

            lines[random.Next(lines.Count)] = $"changed by {i}";
            lines.Insert(random.Next(lines.Count), $"inserted by {i}");
            lines.RemoveAt(random.Next(lines.Count));
            _scene.Commit(path, string.Join('\n', lines) + "\n");
        }

        var ours = (await (await _scene.OpenAsync()).BlameFileAsync("HEAD", path)).Lines.Select(l => l.Commit);
        var git = _scene.Repo.Git("blame", "-s", "-l", "--root", "HEAD", "--", path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l[..40]);
        Assert.Equal(git, ours);
    }

    [Fact]
    public async Task Anchoring_lays_the_answer_beside_the_trace()
    {
        _scene.Commit("a.py", Start);
        var agent = _scene.Agent().Edit("a.py", Start + Work);
        agent.Edit("gone.py", "never = committed(anywhere, at_all)\n");
        File.Delete(Path.Combine(_scene.Repo.Root, "gone.py"));
        var commit = _scene.Repo.Commit("Take it");
        var trail = await _scene.OpenAsync();
        var tracking = await trail.AnchorAsync(agent.Id);
        Assert.Equal((agent.Id, commit), (tracking.TraceId, tracking.Head));
        var record = await _scene.Store.FindAsync(agent.Id);
        var (found, missing) = (record!.Patches[0].Anchor!, record.Patches[1].Anchor!);
        Assert.Equal((true, commit, EvidenceTier.ExactRangeHash, "firm_observed"), (found.Found, found.CommitSha, found.EvidenceTier, found.EvidenceFirmness));
        Assert.Equal((false, null, EvidenceTier.Orphan, null), (missing.Found, missing.CommitSha, missing.EvidenceTier, missing.EvidenceFirmness));
        Assert.Equal(found.LastSearchedAt, missing.LastSearchedAt);
        var observed = await _scene.Store.ReadCommitsAsync(agent.Id).LastAsync();
        Assert.Equal(found.LastSearchedAt, observed.ObservedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Two_runs_give_the_same_answer()
    {
        _scene.Commit("a.py", Start);
        foreach (var name in new[] { "one", "two", "three" })
        {
            _scene.Agent(name).Edit($"{name}.py", $"{name} = compute(price, quantity)\nreport({name}, currency)\n");
            _scene.Repo.Commit(name);
        }

        var trail = await _scene.OpenAsync();
        var tips = new[] { "HEAD", "HEAD~1", "HEAD~2" };
        var runs = await Task.WhenAll(Enumerable.Range(0, 2).SelectMany(_ => tips).Select(async tip => (tip, Text: Describe(await trail.BlameCommitAsync(tip)))));
        foreach (var tip in tips)
            Assert.Single(runs.Where(r => r.tip == tip).Select(r => r.Text).Distinct());
    }

    private static string Describe(CommitBlame blame) => string.Join('\n', blame.Traces.SelectMany(t =>
        t.Patches.Select(p => $"{t.TraceId} {p.Patch.PatchId} {p.Tier} {p.Firm} {p.Path} {string.Join(',', p.Lines)}")));
}
