using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Trail.Tests.Anchors;

/// <summary>Text that is there more than once, by several calls or people, or in another layout.</summary>
public sealed class TypedAgainTests : IDisposable
{
    private const string Work = "total = price * quantity\nrounded = round(total, digits)\nreport(rounded, currency)\n";
    private const string Indented = "  total = price * quantity\n  rounded = round(total, digits)\n  report(rounded, currency)\n";

    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    private void Git(params string[] arguments) => _scene.Repo.Git(arguments);

    [Fact]
    public async Task A_file_that_was_written_twice_stays_where_it_was_committed_when_somebody_formats_it()
    {
        _scene.Commit("README", "A till\n");
        var agent = _scene.Agent().Write("src/a.py", Work);
        var commit = _scene.Repo.Commit("Take it");
        agent.Write("src/a.py", Work);
        _scene.Repo.Advance(TimeSpan.FromDays(1));
        var format = _scene.Commit("src/a.py", Indented, "Format");
        var fates = await _scene.TrackAsync(agent);
        Assert.Equal((commit, SurvivalState.AliveTransformed), (fates[0].Anchor.Commit, fates[0].State));
        Assert.Null(fates[1].Anchor.Commit);
        Assert.Empty((await (await _scene.OpenAsync()).BlameCommitAsync(format)).Traces);
    }

    [Fact]
    public async Task Lines_that_only_got_another_layout_are_not_what_a_commit_brought_in()
    {
        _scene.Commit("src/a.py", Work);
        _scene.Repo.Advance(TimeSpan.FromHours(1));
        var agent = _scene.Agent().Claim("src/a.py", [], AgentSession.Lines(Work));
        _scene.Repo.Advance(TimeSpan.FromHours(1));
        _scene.Commit("src/a.py", Indented, "Format");
        Assert.Null((await _scene.FateAsync(agent)).Anchor.Commit);
    }

    [Fact]
    public async Task A_call_that_laid_lines_out_anew_is_found_where_that_was_committed()
    {
        _scene.Commit("src/a.py", Work);
        var agent = _scene.Agent().Edit("src/a.py", Indented);
        var commit = _scene.Repo.Commit("Format");
        var anchor = (await _scene.FateAsync(agent)).Anchor;
        Assert.Equal((commit, EvidenceTier.ExactRangeHash, 3), (anchor.Commit, anchor.Tier, anchor.Lines.Count));
    }

    [Fact]
    public async Task Of_equal_texts_the_one_from_before_the_commit_landed()
    {
        _scene.Commit("README", "A till\n");
        var early = _scene.Agent().Write("src/a.py", Work);
        var commit = _scene.Repo.Commit("Take it");
        var late = _scene.Agent("session-2");
        late.Delay = TimeSpan.FromMinutes(2);
        late.Write("src/a.py", Work);
        Assert.Equal(commit, (await _scene.FateAsync(early)).Anchor.Commit);
        Assert.Null((await _scene.FateAsync(late)).Anchor.Commit);
    }

    [Fact]
    public async Task A_commit_from_minutes_before_the_patch_is_no_firm_home()
    {
        var commit = _scene.Commit("src/a.py", Work);
        var agent = _scene.Agent();
        agent.Delay = TimeSpan.FromMinutes(2);
        agent.Claim("src/a.py", [], AgentSession.Lines(Work));
        var anchor = (await _scene.FateAsync(agent)).Anchor;
        Assert.Equal((commit, false), (anchor.Commit, anchor.Firm));
        Assert.Contains("committed_before", anchor.Limitations);
    }

    [Fact]
    public async Task What_several_calls_may_have_done_is_claimed_for_none_of_them()
    {
        _scene.Commit("README", "A till\n");
        var writer = _scene.Agent().Write("src/a.py", Work);
        var shell = _scene.Agent("session-2");
        shell.Limitations = ["concurrent_writer_overlap"];
        shell.Delay = TimeSpan.FromSeconds(10);
        shell.Write("src/a.py", Work);
        var commit = _scene.Repo.Commit("Take it");
        var (named, seen) = (await _scene.FateAsync(writer), await _scene.FateAsync(shell));
        Assert.Equal((commit, true, SurvivalState.AliveOnPath), (named.Anchor.Commit, named.Anchor.Firm, named.State));
        Assert.Equal((null, EvidenceTier.Unknown, SurvivalState.Unknown), (seen.Anchor.Commit, seen.Anchor.Tier, seen.State));
        Assert.Equal(["concurrent_writer_overlap"], seen.Anchor.Limitations);
    }

    [Fact]
    public async Task The_copy_of_a_commit_from_before_the_patch_does_not_hold_it()
    {
        _scene.Commit("src/a.py", "alpha\nbeta\n");
        Git("checkout", "-q", "-b", "work");
        var persons = _scene.Commit("src/a.py", Work + "alpha\nbeta\n", "By hand");
        _scene.Repo.Advance(TimeSpan.FromHours(1));
        var agent = _scene.Agent().Edit("src/a.py", Work + "alpha\nbeta\n" + Work);
        var taken = _scene.Repo.Commit("By an agent");
        Git("checkout", "-q", "main");
        _scene.Repo.Advance(TimeSpan.FromHours(1));
        Git("cherry-pick", persons);
        var blame = await (await _scene.OpenAsync()).BlameFileAsync("HEAD", "src/a.py");
        Assert.All(blame.Lines, l => Assert.Null(l.Anchor));
        Assert.Equal(taken, (await _scene.FateAsync(agent, "work")).Anchor.Commit);
    }

    [Theory]
    [InlineData("squash")]
    [InlineData("amend")]
    public async Task A_branch_that_keeps_what_was_rewritten_takes_nothing_from_the_rewritten_commit(string how)
    {
        const string More = "tax = rate * total\nsum_of_all = tax + rounded\n";
        _scene.Commit("src/a.py", "alpha\nbeta\n");
        var agent = _scene.Agent().Edit("src/a.py", "alpha\nbeta\n" + Work);
        _scene.Repo.Commit("One");
        if (how == "amend")
            Git("branch", "kept");
        _scene.Repo.Advance(TimeSpan.FromHours(1));
        agent.Edit("src/a.py", "alpha\nbeta\n" + Work + More);
        _scene.Repo.Advance(TimeSpan.FromMinutes(1));
        if (how == "amend")
        {
            Git("commit", "-q", "-a", "--amend", "--no-edit");
            Git("checkout", "-q", "-b", "other", "HEAD~");
            Git("merge", "-q", "--squash", "main");
            _scene.Repo.Commit("All at once");
            Git("checkout", "-q", "main");
        }
        else
        {
            _scene.Repo.Commit("Two");
            Git("branch", "kept");
            _scene.Repo.Advance(TimeSpan.FromHours(1));
            Git("reset", "-q", "--soft", "HEAD~");
            Git("commit", "-q", "--amend", "--no-edit");
        }

        Assert.All(await _scene.TrackAsync(agent), f => Assert.Equal((_scene.Repo.Git("rev-parse", "HEAD").Trim(), true), (f.Anchor.Commit, f.Anchor.Firm)));
        Assert.Equal(5, (await (await _scene.OpenAsync()).BlameFileAsync("HEAD", "src/a.py")).Lines.Count(l => l.Firm));
    }

    [Fact]
    public async Task A_commit_by_a_clock_that_is_behind_keeps_its_patch_when_another_branch_takes_it_too()
    {
        _scene.Commit("src/a.py", "alpha\nbeta\n");
        Git("checkout", "-q", "-b", "work");
        var agent = _scene.Agent();
        agent.Delay = TimeSpan.FromMinutes(3);
        agent.Edit("src/a.py", "alpha\nbeta\n" + Work);
        var commit = _scene.Repo.Commit("Take it");
        Git("checkout", "-q", "main");
        Git("merge", "-q", "--squash", "work");
        _scene.Repo.Advance(TimeSpan.FromHours(1));
        _scene.Repo.Commit("All at once");
        Assert.Equal((commit, false), ((await _scene.FateAsync(agent, "work")).Anchor.Commit, (await _scene.FateAsync(agent, "work")).Anchor.Firm));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_whole_file_with_another_layout_is_claimed_though_more_was_changed_before_the_commit(bool more)
    {
        _scene.Commit("src/a.py", "class Till:\n" + Work);
        _scene.Repo.Advance(TimeSpan.FromHours(1));
        var agent = _scene.Agent();
        agent.Limitations = ["original_unknown"];
        agent.Write("src/a.py", "class Till:\n" + Indented + "  tax = rate * total\n");
        if (more)
            _scene.Repo.Write("src/a.py", "# by hand\nclass Till:\n" + Indented + "  tax = rate * total\n");
        var commit = _scene.Repo.Commit("Take it");
        var anchor = (await _scene.FateAsync(agent)).Anchor;
        Assert.Equal((commit, more ? EvidenceTier.ExactRangeHash : EvidenceTier.ExactBlobHash), (anchor.Commit, anchor.Tier));
        Assert.Equal(more ? [3, 4, 5, 6] : [2, 3, 4, 5], anchor.Lines);
    }

    [Fact]
    public async Task What_was_taken_away_and_brought_back_is_no_second_instance()
    {
        const string Start = "alpha\nbeta\ngamma\n";
        _scene.Commit("src/a.py", Start);
        Git("checkout", "-q", "-b", "work");
        _scene.Agent().Edit("src/a.py", Start + Work);
        _scene.Repo.Commit("By an agent");
        foreach (var _ in (int[])[1, 2])
        {
            _scene.Repo.Advance(TimeSpan.FromHours(1));
            Git("revert", "--no-edit", "HEAD");
        }

        Git("checkout", "-q", "main");
        _scene.Repo.Advance(TimeSpan.FromHours(1));
        Git("cherry-pick", "work");
        Assert.Equal(3, (await (await _scene.OpenAsync()).BlameFileAsync("HEAD", "src/a.py")).Lines.Count(l => l.Anchor is not null));
    }

    [Fact]
    public async Task The_copy_of_a_later_commit_with_the_same_text_does_not_hold_the_patch()
    {
        const string Start = "alpha\nbeta\ngamma\ndelta\nepsilon\nzeta\n";
        _scene.Commit("src/a.py", Start);
        Git("checkout", "-q", "-b", "work");
        _scene.Agent().Edit("src/a.py", Work + Start);
        _scene.Repo.Commit("By an agent");
        _scene.Repo.Advance(TimeSpan.FromHours(1));
        var persons = _scene.Commit("src/a.py", Work + Start + Work, "By hand");
        Git("checkout", "-q", "main");
        _scene.Repo.Advance(TimeSpan.FromHours(1));
        Git("cherry-pick", persons);
        var blame = await (await _scene.OpenAsync()).BlameFileAsync("HEAD", "src/a.py");
        Assert.Equal(9, blame.Lines.Count);
        Assert.All(blame.Lines, l => Assert.Null(l.Anchor));
    }
}
