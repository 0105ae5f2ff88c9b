using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Trail.Tests.Survival;

/// <summary>What became of one patch in real repositories.</summary>
public sealed class SurvivalStateTests : IDisposable
{
    private const string Start = "alpha\nbeta\ngamma\ndelta\nepsilon\nzeta\neta\ntheta\n";
    private const string Work = "total = price * quantity\nrounded = round(total, digits)\nreport(rounded, currency)\n";

    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    private static string Inserted(string work = Work) => Start.Replace("gamma\n", "gamma\n" + work, StringComparison.Ordinal);

    /// <summary>An agent puts three lines into a file and the change is committed.</summary>
    private (AgentSession Session, string Commit) Landed()
    {
        _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent().Edit("src/a.py", Inserted());
        return (agent, _scene.Repo.Commit("Take it"));
    }

    private async Task<PatchTracking> AfterAsync(string text, string message = "Later")
    {
        var (agent, _) = Landed();
        _scene.Commit("src/a.py", text, message);
        return await _scene.FateAsync(agent);
    }

    [Fact]
    public async Task An_untouched_patch_is_alive_on_its_path()
    {
        var (agent, commit) = Landed();
        var fate = await _scene.FateAsync(agent);
        Assert.Equal(SurvivalState.AliveOnPath, fate.State);
        Assert.Equal((3, 3), (fate.LinesAlive, fate.LinesWritten));
        Assert.Equal(commit, fate.Anchor.Commit);
        Assert.Equal("src/a.py", fate.Anchor.Path);
        Assert.Equal(EvidenceTier.ExactRangeHash, fate.Anchor.Tier);
        Assert.True(fate.Anchor.Firm);
        Assert.Equal([4, 5, 6], fate.Anchor.Lines);
        Assert.Null(fate.EndedBy);
    }

    [Theory]
    [InlineData("new first line\n")]
    [InlineData("one\ntwo\nthree\nfour\n")]
    public async Task Lines_that_moved_down_are_alive_on_their_path(string above) =>
        Assert.Equal(SurvivalState.AliveOnPath, (await AfterAsync(above + Inserted())).State);

    [Fact]
    public async Task Lines_written_anew_by_anybody_are_repaired()
    {
        var fate = await AfterAsync(Inserted("sum = cost * count\nprint(sum)\nlog(sum)\n"));
        Assert.Equal(SurvivalState.Repaired, fate.State);
        Assert.Equal(_scene.Repo.Git("rev-parse", "HEAD").Trim(), fate.EndedBy);
        Assert.Null(fate.CurrentPath);
    }

    [Fact]
    public async Task Lines_deleted_while_the_file_stays_long_are_lost()
    {
        var fate = await AfterAsync(Start + "much\nmore\ntext\n", "Tidy");
        Assert.Equal(SurvivalState.Lost, fate.State);
        Assert.Equal(0, fate.LinesAlive);
        Assert.Equal(_scene.Repo.Git("rev-parse", "HEAD").Trim(), fate.EndedBy);
    }

    [Theory]
    [InlineData("person@example.com")]
    [InlineData("other@example.com")]
    public async Task One_edited_line_of_three_leaves_it_partially_preserved(string email)
    {
        _scene.Repo.Git("config", "user.email", email);
        var fate = await AfterAsync(Inserted(Work.Replace("currency", "locale", StringComparison.Ordinal)));
        Assert.Equal(SurvivalState.PartiallyPreserved, fate.State);
        Assert.Equal(2, fate.LinesAlive);
    }

    [Theory]
    [InlineData("person@example.com", true)]
    [InlineData("other@example.com", true)]
    [InlineData("other@example.com", false)]
    public async Task A_revert_by_anyone_is_reverted(string email, bool saysSo)
    {
        _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent().Edit("src/a.py", Start.Replace("gamma", Work.TrimEnd(), StringComparison.Ordinal));
        _scene.Repo.Commit("Take it");
        _scene.Commit("other.txt", "unrelated\n");
        _scene.Repo.Git("config", "user.email", email);
        if (saysSo)
            _scene.Repo.Git("revert", "--no-edit", "HEAD~1");
        else
            _scene.Commit("src/a.py", Start + "and a new line\n", "Back to how it was");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal(SurvivalState.Reverted, fate.State);
        Assert.Equal(_scene.Repo.Git("rev-parse", "HEAD").Trim(), fate.EndedBy);
    }

    [Fact]
    public async Task A_revert_of_the_commit_that_made_the_file_is_reverted()
    {
        _scene.Commit("readme", "hello\n");
        var agent = _scene.Agent().Write("src/new.py", Work);
        _scene.Repo.Commit("New file");
        _scene.Repo.Git("revert", "--no-edit", "HEAD");
        Assert.Equal(SurvivalState.Reverted, (await _scene.FateAsync(agent)).State);
    }

    [Fact]
    public async Task A_revert_that_was_reverted_is_alive_again()
    {
        var (agent, commit) = Landed();
        _scene.Repo.Git("revert", "--no-edit", "HEAD");
        _scene.Commit("other.txt", "between\n");
        _scene.Repo.Git("revert", "--no-edit", "HEAD~1");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal(SurvivalState.AliveOnPath, fate.State);
        Assert.Equal(commit, fate.Anchor.Commit);
    }

    [Fact]
    public async Task A_moved_file_is_alive_moved_also_when_it_moves_twice()
    {
        var (agent, _) = Landed();
        _scene.Repo.Git("mv", "src/a.py", "src/b.py");
        _scene.Repo.Commit("Move");
        Assert.Equal("src/b.py", (await _scene.FateAsync(agent)).CurrentPath);
        _scene.Repo.Git("mv", "src/b.py", "c.py");
        _scene.Repo.Commit("Move again");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal(SurvivalState.AliveMoved, fate.State);
        Assert.Equal("c.py", fate.CurrentPath);
    }

    [Fact]
    public async Task A_new_file_at_the_old_path_does_not_hide_the_move()
    {
        var (agent, _) = Landed();
        _scene.Repo.Git("mv", "src/a.py", "src/b.py");
        _scene.Repo.Commit("Move");
        _scene.Commit("src/a.py", "something else\nentirely\n");
        Assert.Equal(SurvivalState.AliveMoved, (await _scene.FateAsync(agent)).State);
    }

    [Fact]
    public async Task An_emptied_file_names_the_commit_that_emptied_it()
    {
        var fate = await AfterAsync("");
        Assert.Equal(SurvivalState.Lost, fate.State);
        Assert.Equal(_scene.Repo.Git("rev-parse", "HEAD").Trim(), fate.EndedBy);
    }

    [Fact]
    public async Task A_deleted_file_names_the_commit_that_deleted_it()
    {
        var (agent, _) = Landed();
        _scene.Repo.Git("rm", "-q", "src/a.py");
        var end = _scene.Repo.Commit("Away");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.Lost, end), (fate.State, fate.EndedBy));
    }

    [Fact]
    public async Task Lines_indented_later_are_alive_transformed() =>
        Assert.Equal(SurvivalState.AliveTransformed, (await AfterAsync(Inserted("    " + Work.TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal) + "\n"))).State);

    [Fact]
    public async Task Lines_wrapped_by_a_formatter_later_are_alive_transformed()
    {
        var fate = await AfterAsync(Inserted("total = price * quantity\nrounded = round(\n    total,\n    digits,\n)\nreport(rounded, currency)\n"));
        Assert.Equal(SurvivalState.AliveTransformed, fate.State);
        Assert.Equal(3, fate.LinesAlive);
    }

    [Fact]
    public async Task A_patch_formatted_before_the_commit_is_alive_transformed()
    {
        _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent().Edit("src/a.py", Inserted("total = compute(price, quantity, 'eur')\n"));
        _scene.Commit("src/a.py", Inserted("total = compute(\n    price,\n    quantity,\n    \"eur\",\n)\n"));
        var fate = await _scene.FateAsync(agent);
        Assert.Equal(SurvivalState.AliveTransformed, fate.State);
        Assert.Equal(EvidenceTier.FormatterDivergent, fate.Anchor.Tier);
        Assert.Equal([4, 5, 6, 7, 8], fate.Anchor.Lines);
        Assert.True(fate.Anchor.Firm);
    }

    [Fact]
    public async Task A_patch_indented_before_the_commit_is_whitespace_normal()
    {
        _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent().Edit("src/a.py", Inserted());
        _scene.Commit("src/a.py", Inserted("\t" + Work.TrimEnd().Replace("\n", "\n\t", StringComparison.Ordinal) + "\n"));
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.AliveTransformed, EvidenceTier.GitCleanRangeHash), (fate.State, fate.Anchor.Tier));
    }

    [Fact]
    public async Task An_uncommitted_patch_was_never_committed()
    {
        _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent().Edit("src/a.py", Inserted());
        _scene.Repo.Git("checkout", "-q", "--", ".");
        _scene.Commit("src/a.py", Start + "iota\n");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal(SurvivalState.NeverCommitted, fate.State);
        Assert.Equal((EvidenceTier.Orphan, null, false), (fate.Anchor.Tier, fate.Anchor.Commit, fate.Anchor.Firm));
        Assert.Empty(fate.Anchor.Lines);
    }

    [Fact]
    public async Task A_commit_on_another_branch_is_an_orphan()
    {
        _scene.Commit("src/a.py", Start);
        _scene.Repo.Git("checkout", "-q", "-b", "side");
        var agent = _scene.Agent().Edit("src/a.py", Inserted());
        var commit = _scene.Repo.Commit("On the side");
        _scene.Repo.Git("checkout", "-q", "main");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.OrphanBranch, commit), (fate.State, fate.Anchor.Commit));
        Assert.Equal(SurvivalState.AliveOnPath, (await _scene.FateAsync(agent, "side")).State);
    }

    [Fact]
    public async Task Two_separate_runs_of_a_larger_hunk_stay_alive_on_their_path()
    {
        _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent().Edit("src/a.py", Inserted("first = compute(price)\nsecond = compute(quantity)\n"));
        _scene.Commit("src/a.py", Inserted("first = compute(price)\nnote = 'by a person'\nsecond = compute(quantity)\n"));
        var fate = await _scene.FateAsync(agent);
        Assert.Equal(SurvivalState.AliveOnPath, fate.State);
        Assert.Equal([4, 6], fate.Anchor.Lines);
    }

    [Fact]
    public async Task A_patch_with_blank_lines_that_moved_down_is_whole()
    {
        _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent().Edit("src/a.py", Inserted("\nfirst = compute(price)\n\nsecond = compute(quantity)\n\n"));
        _scene.Repo.Commit("Take it");
        _scene.Commit("src/a.py", "zero\n" + _scene.Repo.Read("src/a.py"));
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.AliveOnPath, 5, 5), (fate.State, fate.LinesAlive, fate.LinesWritten));
    }

    [Fact]
    public async Task A_deletion_is_alive_while_the_lines_stay_away_and_reverted_when_they_come_back()
    {
        _scene.Commit("src/a.py", Inserted());
        var agent = _scene.Agent().Edit("src/a.py", Start);
        var commit = _scene.Repo.Commit("Without");
        _scene.Commit("src/a.py", "first\n" + Start);
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.AliveOnPath, commit, 0), (fate.State, fate.Anchor.Commit, fate.LinesWritten));
        Assert.Empty(fate.Anchor.Lines);
        Assert.True(fate.Anchor.Firm);
        var back = _scene.Commit("src/a.py", "first\n" + Inserted());
        fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.Reverted, back), (fate.State, fate.EndedBy));
        _scene.Commit("src/a.py", "first\n" + Start, "Without again");
        Assert.Equal(SurvivalState.AliveOnPath, (await _scene.FateAsync(agent)).State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deleted_file_is_judged_as_a_deletion(bool contentKnown)
    {
        _scene.Commit("src/a.py", Inserted());
        var agent = _scene.Agent().Delete("src/a.py", contentKnown);
        var commit = _scene.Repo.Commit("Without");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.AliveOnPath, commit, contentKnown), (fate.State, fate.Anchor.Commit, fate.Anchor.Firm));
        _scene.Repo.Git("revert", "--no-edit", "HEAD");
        Assert.Equal(SurvivalState.Reverted, (await _scene.FateAsync(agent)).State);
    }

    [Fact]
    public async Task A_moved_file_whose_content_is_the_same_blob_is_found()
    {
        _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent().Move("src/a.py", "src/b.py");
        var commit = _scene.Repo.Commit("Move");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.AliveOnPath, commit, EvidenceTier.ExactBlobHash), (fate.State, fate.Anchor.Commit, fate.Anchor.Tier));
        _scene.Repo.Git("rm", "-q", "src/b.py");
        _scene.Repo.Commit("Away");
        Assert.Equal(SurvivalState.Lost, (await _scene.FateAsync(agent)).State);
    }

    [Fact]
    public async Task The_four_edits_of_one_session_end_in_four_ways()
    {
        foreach (var name in new[] { "kept", "formatted", "undone", "dropped" })
            _scene.Repo.Write($"{name}.js", Start);
        _scene.Repo.Commit("Start");
        var agent = _scene.Agent();
        agent.Edit("kept.js", Inserted("const kept = gather(alpha, beta, gamma)\n"));
        _scene.Repo.Commit("Keep");
        agent.Edit("formatted.js", Inserted("const formatted = arrange(alpha, beta, 'gamma')\n"));
        _scene.Repo.Commit("Format me");
        agent.Edit("undone.js", Inserted("const undone = discard(alpha, beta, gamma)\n"));
        _scene.Repo.Commit("Undo me");
        agent.Edit("dropped.js", Inserted("const dropped = forget(alpha, beta, gamma)\n"));
        _scene.Repo.Git("checkout", "-q", "--", "dropped.js");
        _scene.Commit("formatted.js", Inserted("const formatted = arrange(\n  alpha,\n  beta,\n  \"gamma\",\n);\n"), "Run the formatter");
        _scene.Repo.Git("revert", "--no-edit", "HEAD~1");
        Assert.Equal(
            [SurvivalState.AliveOnPath, SurvivalState.AliveTransformed, SurvivalState.Reverted, SurvivalState.NeverCommitted],
            (await _scene.TrackAsync(agent)).Select(p => p.State));
    }
}
