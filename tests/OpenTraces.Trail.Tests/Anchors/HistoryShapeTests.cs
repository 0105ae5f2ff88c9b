using Xunit;

namespace OpenTraces.Trail.Tests.Anchors;

/// <summary>Which commit accepted a patch when history was rewritten or is no straight line.</summary>
public sealed class HistoryShapeTests : IDisposable
{
    private const string Start = "alpha\nbeta\ngamma\ndelta\nepsilon\nzeta\neta\ntheta\n";
    private const string Work = "total = price * quantity\nrounded = round(total, digits)\nreport(rounded, currency)\n";

    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    private static string Inserted(string work = Work) => Start.Replace("gamma\n", "gamma\n" + work, StringComparison.Ordinal);

    private string Head => _scene.Repo.Git("rev-parse", "HEAD").Trim();

    private void Git(params string[] arguments) => _scene.Repo.Git(arguments);

    /// <summary>An agent works on a branch that leaves main where the file begins; main is checked out again.</summary>
    private (AgentSession Session, string Commit) OnTopic()
    {
        _scene.Commit("src/a.py", Start);
        Git("checkout", "-q", "-b", "topic");
        var agent = _scene.Agent().Edit("src/a.py", Inserted());
        var commit = _scene.Repo.Commit("Topic");
        Git("checkout", "-q", "main");
        return (agent, commit);
    }

    [Fact]
    public async Task An_amended_commit_takes_over_the_anchor()
    {
        _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent().Edit("src/a.py", Inserted());
        var before = _scene.Repo.Commit("Take it");
        _scene.Repo.Write("other.txt", "forgotten\n");
        Git("add", "-A");
        Git("commit", "-q", "--amend", "--no-edit");
        var fate = await _scene.FateAsync(agent);
        Assert.NotEqual(before, Head);
        Assert.Equal((SurvivalState.AliveOnPath, Head), (fate.State, fate.Anchor.Commit));
    }

    [Fact]
    public async Task A_rebased_commit_takes_over_the_anchor()
    {
        var (agent, _) = OnTopic();
        _scene.Commit("src/a.py", "first\n" + Start, "Meanwhile");
        Git("checkout", "-q", "topic");
        Git("rebase", "-q", "main");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.AliveOnPath, Head), (fate.State, fate.Anchor.Commit));
        Assert.Equal([5, 6, 7], fate.Anchor.Lines);
    }

    [Fact]
    public async Task A_squash_merge_holds_the_patches_of_all_its_commits()
    {
        var (agent, _) = OnTopic();
        Git("checkout", "-q", "topic");
        agent.Edit("src/b.py", "def second_function(argument):\n    return argument.value\n");
        _scene.Repo.Commit("Two");
        Git("checkout", "-q", "main");
        Git("merge", "-q", "--squash", "topic");
        var squash = _scene.Repo.Commit("Squashed");
        Assert.All(await _scene.TrackAsync(agent), p => Assert.Equal((SurvivalState.AliveOnPath, squash), (p.State, p.Anchor.Commit)));
    }

    [Fact]
    public async Task A_cherry_pick_is_followed_on_the_branch_in_question()
    {
        var (agent, original) = OnTopic();
        _scene.Commit("readme", "hello\n");
        Git("cherry-pick", original);
        Assert.Equal(Head, (await _scene.FateAsync(agent)).Anchor.Commit);
        Assert.Equal(original, (await _scene.FateAsync(agent, "topic")).Anchor.Commit);
    }

    [Fact]
    public async Task A_merge_leaves_the_anchor_on_the_branchs_commit()
    {
        var (agent, commit) = OnTopic();
        _scene.Commit("src/a.py", "first\n" + Start, "Meanwhile");
        Git("merge", "-q", "--no-edit", "topic");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.AliveOnPath, commit), (fate.State, fate.Anchor.Commit));
        Assert.Empty((await (await _scene.OpenAsync()).BlameCommitAsync("HEAD")).Traces);
    }

    [Fact]
    public async Task An_edit_that_resolves_a_merge_is_anchored_in_the_merge()
    {
        _scene.Commit("src/a.py", Start);
        Git("checkout", "-q", "-b", "topic");
        _scene.Commit("src/a.py", Start.Replace("delta", "delta topic", StringComparison.Ordinal));
        Git("checkout", "-q", "main");
        _scene.Commit("src/a.py", Start.Replace("delta", "delta main", StringComparison.Ordinal));
        Git("merge", "-q", "--no-commit", "-s", "ours", "topic");
        var agent = _scene.Agent().Edit("src/a.py", Start.Replace("delta", "delta resolved between topic and main", StringComparison.Ordinal));
        var merge = _scene.Repo.Commit("Merge");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.AliveOnPath, merge), (fate.State, fate.Anchor.Commit));
        Assert.Equal([4], fate.Anchor.Lines);
        Assert.Equal(1, (await (await _scene.OpenAsync()).BlameCommitAsync("HEAD")).AddedLines);
    }

    [Fact]
    public async Task A_merge_that_drops_the_lines_ends_them()
    {
        var (agent, _) = OnTopic();
        _scene.Commit("readme", "hello\n");
        Git("merge", "-q", "--no-edit", "-s", "ours", "topic");
        var fate = await _scene.FateAsync(agent);
        // The file is byte for byte the one before the patch.
        Assert.Equal((SurvivalState.Reverted, Head), (fate.State, fate.EndedBy));
    }

    [Fact]
    public async Task Lines_deleted_on_one_branch_name_the_deletion_and_not_the_merge()
    {
        _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent().Edit("src/a.py", Inserted());
        _scene.Repo.Commit("Take it");
        Git("checkout", "-q", "-b", "topic");
        var end = _scene.Commit("src/a.py", Start + "more\n", "Without");
        Git("checkout", "-q", "main");
        _scene.Commit("readme", "hello\n");
        Git("merge", "-q", "--no-edit", "topic");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.Lost, end), (fate.State, fate.EndedBy));
    }

    [Fact]
    public async Task A_branch_that_moved_the_file_and_one_that_edited_it_merge_into_one_answer()
    {
        var (agent, commit) = OnTopic();
        Git("mv", "src/a.py", "src/moved.py");
        _scene.Repo.Commit("Move");
        Git("merge", "-q", "--no-edit", "topic");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.AliveMoved, commit, "src/moved.py"), (fate.State, fate.Anchor.Commit, fate.CurrentPath));
    }

    [Fact]
    public async Task A_file_moved_before_the_commit_is_found_under_its_new_name()
    {
        var more = string.Concat(Enumerable.Range(0, 30).Select(i => $"line {i}\n"));
        _scene.Commit("src/a.py", Start + more);
        var agent = _scene.Agent().Edit("src/a.py", Inserted() + more);
        Git("mv", "src/a.py", "src/b.py");
        var commit = _scene.Repo.Commit("Move and change");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((commit, "src/b.py", SurvivalState.AliveOnPath), (fate.Anchor.Commit, fate.Anchor.Path, fate.State));
    }

    [Fact]
    public async Task A_detached_head_is_a_head()
    {
        var (agent, commit) = OnTopic();
        Git("checkout", "-q", "--detach", "topic");
        Assert.Equal((SurvivalState.AliveOnPath, commit), ((await _scene.FateAsync(agent)).State, (await _scene.FateAsync(agent)).Anchor.Commit));
    }

    [Fact]
    public async Task A_commit_first_written_before_the_patch_gives_way_to_one_that_was_not()
    {
        const string Text = "total = price * quantity\nreport(total, currency)\n";
        _scene.Commit("a.py", "alpha\nbeta\ngamma\n");
        var agent = _scene.Agent().Claim(Path.Combine(_scene.Repo.Root, "a.py"), [], ["total = price * quantity", "report(total, currency)"]);
        _scene.Commit("other.txt", "time passes\n");
        _scene.Repo.Write("a.py", "alpha\n" + Text + "beta\ngamma\n");
        _scene.Repo.Git("commit", "-q", "-a", "-m", "Written yesterday, rebased today", "--date", "2025-12-31T00:00:00Z");
        var later = _scene.Commit("a.py", "alpha\n" + Text + "beta\ngamma\n" + Text);
        Assert.Equal(later, (await _scene.FateAsync(agent)).Anchor.Commit);
    }

    [Theory]
    [InlineData("report(total, currency)")]
    [InlineData("report(total, locale)")]
    public async Task A_copy_that_was_committed_just_before_the_patch_does_not_take_it(string lastLine)
    {
        const string Text = "total = price * quantity\nrounded = round(total, digits)\nreport(total, currency)\n";
        _scene.Commit("a.py", "alpha\n" + Text + "beta\ngamma\n");
        var agent = _scene.Agent().Edit("a.py", "alpha\n" + Text + "beta\n" + Text + "gamma\n");
        _scene.Repo.Write("a.py", "alpha\n" + Text + "beta\n" + Text.Replace("report(total, currency)", lastLine, StringComparison.Ordinal) + "gamma\n");
        var commit = _scene.Repo.Commit("Take the second");
        Assert.Equal(commit, (await _scene.FateAsync(agent)).Anchor.Commit);
    }

    [Fact]
    public async Task A_clock_that_is_a_little_ahead_of_gits_does_no_harm()
    {
        _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent();
        agent.Delay = TimeSpan.FromMinutes(4);
        agent.Edit("src/a.py", Inserted());
        var commit = _scene.Repo.Commit("Take it");
        Assert.Equal(commit, (await _scene.FateAsync(agent)).Anchor.Commit);
    }

    [Fact]
    public async Task What_a_patch_took_away_and_both_sides_of_a_merge_have_again_is_reverted()
    {
        const string Text = "first\nsecond = value_of(account)\nthird\nfourth\nfifth\n";
        _scene.Commit("a.py", Text);
        var agent = _scene.Agent().Edit("a.py", Text.Replace("second = value_of(account)\n", "", StringComparison.Ordinal));
        _scene.Repo.Commit("Take it away");
        _scene.Commit("a.py", Text, "And back");
        _scene.Repo.Git("checkout", "-q", "-b", "side");
        _scene.Commit("a.py", "zeroth\n" + Text);
        _scene.Repo.Git("checkout", "-q", "main");
        _scene.Commit("a.py", Text + "sixth\n");
        _scene.Repo.Git("merge", "-q", "--no-edit", "side");
        Assert.Equal(SurvivalState.Reverted, (await _scene.FateAsync(agent)).State);
    }
}
