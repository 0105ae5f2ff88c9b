using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Trail.Tests.Anchors;

/// <summary>Which of a commit's lines are a patch, when text is not unique or not the same.</summary>
public sealed class AnchorTests : IDisposable
{
    private const string Start = "alpha\nbeta\ngamma\ndelta\nepsilon\nzeta\neta\ntheta\n";
    private const string Work = "total = price * quantity\nrounded = round(total, digits)\nreport(rounded, currency)\n";

    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    private static string Inserted(string work = Work) => Start.Replace("gamma\n", "gamma\n" + work, StringComparison.Ordinal);

    private AgentSession Worked()
    {
        _scene.Commit("src/a.py", Start);
        return _scene.Agent().Edit("src/a.py", Inserted());
    }

    private AgentSession Claimed(string[] removed, string[] added)
    {
        _scene.Commit("src/a.py", Start);
        return _scene.Agent().Claim("src/a.py", removed, added);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_line_end_changes_no_anchor(bool carriageReturn)
    {
        var ends = carriageReturn ? "\r\n" : "\n";
        _scene.Commit("src/a.py", Start.Replace("\n", ends, StringComparison.Ordinal));
        var agent = _scene.Agent().Edit("src/a.py", Inserted().Replace("\n", ends, StringComparison.Ordinal));
        _scene.Repo.Commit("Take it");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.AliveOnPath, EvidenceTier.ExactRangeHash), (fate.State, fate.Anchor.Tier));
        _scene.Commit("src/a.py", Inserted().Replace("\n", carriageReturn ? "\n" : "\r\n", StringComparison.Ordinal));
        fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.AliveOnPath, 3), (fate.State, fate.LinesAlive));
    }

    [Fact]
    public async Task Text_that_the_commit_adds_twice_is_unknown()
    {
        var agent = Claimed([], AgentSession.Lines(Work));
        _scene.Commit("src/a.py", Inserted().Replace("zeta\n", "zeta\n" + Work, StringComparison.Ordinal));
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.Unknown, EvidenceTier.Unknown, null), (fate.State, fate.Anchor.Tier, fate.Anchor.Commit));
        Assert.Contains("ambiguous", fate.Anchor.Limitations);
    }

    [Fact]
    public async Task Text_added_twice_is_told_apart_by_what_it_replaced()
    {
        var agent = Claimed(["zeta"], AgentSession.Lines(Work));
        _scene.Commit("src/a.py", Inserted().Replace("zeta\n", Work, StringComparison.Ordinal));
        Assert.Equal([9, 10, 11], (await _scene.FateAsync(agent)).Anchor.Lines);
    }

    [Fact]
    public async Task Two_sessions_elsewhere_that_wrote_the_same_text_leave_it_unknown()
    {
        _scene.Commit("src/a.py", Start);
        var sessions = new[] { _scene.Agent("one"), _scene.Agent("two") };
        foreach (var (agent, place) in sessions.Zip(["/home/one/work", "/home/two/work"]))
        {
            agent.WorkingDirectory = place;
            agent.Naming = path => place + "/" + path;
            agent.Claim("src/a.py", [], AgentSession.Lines(Work));
        }

        _scene.Commit("src/a.py", Inserted());
        foreach (var agent in sessions)
            Assert.Equal(SurvivalState.Unknown, (await _scene.FateAsync(agent)).State);
    }

    [Fact]
    public async Task A_forked_session_repeats_its_parents_calls_and_shares_their_anchor()
    {
        _scene.Commit("src/a.py", Start);
        var one = _scene.Agent("one");
        var two = _scene.Agent("fork");
        one.CallPrefix = two.CallPrefix = "shared";
        one.Claim("src/a.py", [], AgentSession.Lines(Work));
        two.Claim("src/a.py", [], AgentSession.Lines(Work));
        var commit = _scene.Commit("src/a.py", Inserted());
        foreach (var agent in new[] { one, two })
        {
            var fate = await _scene.FateAsync(agent);
            Assert.Equal((commit, true, agent.Id), (fate.Anchor.Commit, fate.Anchor.Firm, fate.Anchor.Patch.TraceId));
        }
    }

    [Fact]
    public async Task The_session_that_wrote_a_text_last_has_it_and_not_firmly()
    {
        _scene.Commit("src/a.py", Start);
        var one = _scene.Agent("one").Edit("src/a.py", Inserted());
        _scene.Repo.Git("checkout", "-q", "--", ".");
        var two = _scene.Agent("two");
        two.Delay = TimeSpan.FromSeconds(30);
        two.Edit("src/a.py", Inserted());
        var commit = _scene.Repo.Commit("Take it");
        Assert.Equal(SurvivalState.NeverCommitted, (await _scene.FateAsync(one)).State);
        var fate = await _scene.FateAsync(two);
        Assert.Equal((commit, false), (fate.Anchor.Commit, fate.Anchor.Firm));
        Assert.Contains("repeated_text", fate.Anchor.Limitations);
    }

    [Fact]
    public async Task A_patch_that_was_rewritten_before_the_commit_claims_only_what_is_left()
    {
        var agent = Worked();
        agent.Edit("src/a.py", Inserted(Work.Replace("round(total, digits)", "ceil(total, precision)", StringComparison.Ordinal)));
        _scene.Repo.Commit("Take it");
        var fates = await _scene.TrackAsync(agent);
        Assert.Equal((SurvivalState.PartiallyPreserved, 2, 3), (fates[0].State, fates[0].LinesAlive, fates[0].LinesWritten));
        Assert.Equal([4, 6], fates[0].Anchor.Lines);
        Assert.Contains("partly_committed", fates[0].Anchor.Limitations);
        Assert.Equal(SurvivalState.AliveOnPath, fates[1].State);
        Assert.Equal([5], fates[1].Anchor.Lines);
    }

    [Fact]
    public async Task A_patch_that_its_own_session_undid_was_never_committed()
    {
        var agent = Worked();
        agent.Edit("src/a.py", Start);
        agent.Edit("src/a.py", Inserted("entirely = different(content, here)\n"));
        _scene.Repo.Commit("Take it");
        var fates = await _scene.TrackAsync(agent);
        Assert.Equal(SurvivalState.NeverCommitted, fates[0].State);
        Assert.Equal(SurvivalState.AliveOnPath, fates[^1].State);
    }

    [Fact]
    public async Task A_file_that_is_the_same_bytes_has_the_strongest_evidence()
    {
        _scene.Commit("readme", "hello\n");
        var agent = _scene.Agent().Write("src/new.py", Work);
        _scene.Repo.Commit("New");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((EvidenceTier.ExactBlobHash, true, SurvivalState.AliveOnPath), (fate.Anchor.Tier, fate.Anchor.Firm, fate.State));
    }

    [Fact]
    public async Task A_file_written_whole_over_an_old_one_answers_for_the_lines_that_changed()
    {
        _scene.Commit("src/a.py", Start);
        var agent = _scene.Agent().Write("src/a.py", Inserted());
        _scene.Repo.Commit("Overwritten");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.AliveOnPath, 3, 3), (fate.State, fate.LinesAlive, fate.LinesWritten));
        Assert.Equal([4, 5, 6], fate.Anchor.Lines);
    }

    [Fact]
    public async Task A_similar_text_is_provisional()
    {
        var terms = Enumerable.Range(1, 12).Select(i => $"value{i} = compute(price{i}, quantity{i})").ToArray();
        var agent = Claimed([], [string.Join(" + ", terms)]);
        terms[5] = "value6 = compute(price6, amount6)";
        _scene.Commit("src/a.py", Inserted(string.Join(" + ", terms) + "\n"));
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((EvidenceTier.StructuralSymbol, false), (fate.Anchor.Tier, fate.Anchor.Firm));
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public async Task A_commit_long_before_the_step_cannot_hold_it(int minutes, bool tooLate)
    {
        _scene.Commit("src/a.py", Start);
        _scene.Commit("src/a.py", Inserted());
        var agent = _scene.Agent();
        agent.Delay = TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1);
        agent.Claim("src/a.py", [], AgentSession.Lines(Work));
        Assert.Equal(tooLate, (await _scene.FateAsync(agent)).Anchor.Commit is null);
    }

    [Fact]
    public async Task A_changed_number_is_found_by_the_line_it_replaced_and_not_claimed_firmly()
    {
        _scene.Commit("src/a.py", Start.Replace("delta", "limit = 1", StringComparison.Ordinal));
        var agent = _scene.Agent().Edit("src/a.py", Start.Replace("delta", "limit = 2", StringComparison.Ordinal));
        var commit = _scene.Repo.Commit("Two");
        var fate = await _scene.FateAsync(agent);
        Assert.Equal((SurvivalState.AliveOnPath, commit, false), (fate.State, fate.Anchor.Commit, fate.Anchor.Firm));
    }

    [Fact]
    public async Task A_brace_alone_is_unknown()
    {
        var agent = Claimed([], ["}"]);
        _scene.Commit("src/a.py", Inserted("}\n"));
        Assert.Equal(SurvivalState.Unknown, (await _scene.FateAsync(agent)).State);
    }

    [Fact]
    public async Task A_brace_between_other_hunks_of_its_call_is_found()
    {
        _scene.Commit("src/a.c", "int one;\nint two;\nint three;\nint four;\n");
        var agent = _scene.Agent();
        agent.KnowsLines = true;
        agent.Edit("src/a.c", "handle_first(request, response);\nint one;\nint two;\n}\nint three;\nhandle_last(request, response);\nint four;\n");
        var commit = _scene.Repo.Commit("Braces");
        Assert.All(await _scene.TrackAsync(agent), p => Assert.Equal(commit, p.Anchor.Commit));
    }

    [Fact]
    public async Task Git_may_choose_another_equal_line_than_the_agent()
    {
        const string first = "def first():\n    use(alpha_value)\n    done()\n";
        const string last = "\ndef last():\n    use(omega_value)\n    done()\n";
        _scene.Commit("src/a.py", first + last);
        var agent = _scene.Agent().Claim("src/a.py", [], ["    done()", "", "def middle():", "    use(gamma_value, delta_value)"]);
        _scene.Commit("src/a.py", first + "\ndef middle():\n    use(gamma_value, delta_value)\n    done()\n" + last);
        Assert.Equal(SurvivalState.AliveOnPath, (await _scene.FateAsync(agent)).State);
    }
}
