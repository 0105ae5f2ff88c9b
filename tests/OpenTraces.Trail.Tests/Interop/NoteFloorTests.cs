using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Interop;
using Xunit;

namespace OpenTraces.Trail.Tests.Interop;

/// <summary>A document about a commit is for others, so the floor and the clearance stand before it.</summary>
public sealed class NoteFloorTests : IDisposable
{
    private const string AwsKey = "AKIA" + "QX7RT5MNB2PL9WZK";
    private const string Work = "total = price * quantity\nrounded = round(total, digits)\n";

    private readonly Scene _scene = new();
    private readonly RedactionKey _key = RedactionKey.CreateRandom();

    public void Dispose() => _scene.Dispose();

    private AgentSession Take(string path = "src/a.py", string session = "session-1", string? model = "anthropic/model-x")
    {
        var agent = _scene.Agent(session);
        agent.MainModel = model;
        agent.Edit(path, Work.Replace("total", "total_" + session[^1], StringComparison.Ordinal));
        return agent;
    }

    private async Task<AuthorshipDocument> WriteAsync(AuthorshipFormat format, NoteOptions? options = null) =>
        await (await _scene.OpenAsync()).WriteAuthorshipAsync("HEAD", format, options ?? new NoteOptions { RedactionKey = _key });

    private async Task<OpenTracesException> RefusesAsync(AuthorshipFormat format, NoteOptions? options = null)
    {
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => WriteAsync(format, options));
        Assert.Equal(OpenTracesErrorCode.EgressRefused, error.Code);
        return error;
    }

    private NoteOptions Beside(Func<SecurityField, bool> holds) => new() { RedactionKey = _key, SecurityTools = [new Judge(holds)] };

    [Theory]
    [InlineData(AuthorshipFormat.GitAiNote)]
    [InlineData(AuthorshipFormat.AgentTrace)]
    public async Task What_holds_nothing_is_written_as_it_is(AuthorshipFormat format)
    {
        Take("src/a b.py");
        Take("src/größe.py", "session-2", model: null);
        _scene.Repo.Commit("Take it");
        var document = await WriteAsync(format);
        var trail = await _scene.OpenAsync();
        var blame = await trail.BlameCommitAsync("HEAD");
        var traces = new List<TraceSummary>();
        foreach (var trace in blame.Traces)
            traces.Add((await _scene.Store.FindSummaryAsync(trace.TraceId))!);
        Assert.Equal(2, traces.Count);
        Assert.Equal((AuthorshipExchange.Write(format, blame, traces).Text, 0), (document.Text, document.Redactions));
    }

    [Theory]
    [InlineData(AuthorshipFormat.GitAiNote)]
    [InlineData(AuthorshipFormat.AgentTrace)]
    public async Task A_secret_in_the_name_of_a_model_or_of_a_person_is_taken_out_and_everything_else_stays(AuthorshipFormat format)
    {
        Take(model: "anthropic/model-x");
        _scene.Repo.Commit("Take it");
        var plain = AuthorshipExchange.Read(format, (await WriteAsync(format)).Text);
        using var other = new Scene();
        var agent = other.Agent();
        agent.MainModel = "deployment " + AwsKey;
        agent.Edit("src/a.py", Work);
        other.Repo.Commit("Take it");
        var options = new NoteOptions { RedactionKey = _key, Authorship = new AuthorshipOptions { HumanAuthor = "Ann " + AwsKey } };
        var document = await (await other.OpenAsync()).WriteAuthorshipAsync("HEAD", format, options);
        Assert.DoesNotContain(AwsKey, document.Text, StringComparison.Ordinal);
        Assert.Equal(2, document.Redactions);
        var note = AuthorshipExchange.Read(format, document.Text);
        var author = note.FindAuthor("src/a.py", 2)!;
        Assert.Matches(@"deployment \[REDACTED:aws_access_key:[0-9a-f]{8}\]\z", author.Model!);
        Assert.Matches(@"\AAnn \[REDACTED:aws_access_key:[0-9a-f]{8}\]\z", author.Human!);
        Assert.Equal(plain.Authors[0].SessionId, author.SessionId);
        Assert.Equal(plain.Files[0].Lines.Select(l => (l.Start, l.End)), note.Files[0].Lines.Select(l => (l.Start, l.End)));
    }

    [Theory]
    [InlineData(AuthorshipFormat.GitAiNote)]
    [InlineData(AuthorshipFormat.AgentTrace)]
    public async Task A_secret_in_a_path_refuses_the_whole_and_is_not_in_the_message(AuthorshipFormat format)
    {
        Take("src/a.py");
        Take($"keys/{AwsKey}.py", "session-2");
        _scene.Repo.Commit("Take both");
        var error = await RefusesAsync(format);
        Assert.DoesNotContain(AwsKey, error.Message, StringComparison.Ordinal);
        Assert.Contains("regex", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_name_in_a_path_refuses_the_whole()
    {
        Take("src/ann/a.py");
        _scene.Repo.Commit("Take it");
        await RefusesAsync(AuthorshipFormat.GitAiNote, new NoteOptions { RedactionKey = _key, UserNames = ["ann"] });
        Assert.Contains("src/ann/a.py", (await WriteAsync(AuthorshipFormat.GitAiNote)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AuthorshipFormat.GitAiNote)]
    [InlineData(AuthorshipFormat.AgentTrace)]
    public async Task A_secret_that_is_a_session_id_refuses_the_whole(AuthorshipFormat format)
    {
        Take(session: AwsKey);
        _scene.Repo.Commit("Take it");
        Assert.DoesNotContain(AwsKey, (await RefusesAsync(format)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AuthorshipFormat.GitAiNote)]
    [InlineData(AuthorshipFormat.AgentTrace)]
    public async Task A_trace_that_is_held_back_refuses_the_whole(AuthorshipFormat format)
    {
        var held = Take();
        Take("src/b.py", "session-2");
        _scene.Repo.Commit("Take both");
        var error = await RefusesAsync(format, Beside(f => f.Text == held.Id.ToString()));
        Assert.Contains(held.Id.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains(Clearance.JudgeHold, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_that_is_held_back_and_not_named_hinders_nothing()
    {
        var held = Take();
        _scene.Repo.Commit("Take it");
        Take("src/b.py", "session-2");
        _scene.Repo.Commit("Take the other");
        Assert.Contains("src/b.py", (await WriteAsync(AuthorshipFormat.GitAiNote, Beside(f => f.Text == held.Id.ToString()))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_judge_reads_the_name_of_the_person_the_paths_and_the_finished_document()
    {
        Take();
        _scene.Repo.Commit("Take it");
        foreach (var holds in new Func<SecurityField, bool>[] { f => f.Text == "Ann", f => f.Text == "src/a.py", f => f.Text.Contains("authorship/3.0.0", StringComparison.Ordinal) })
        {
            var options = Beside(holds);
            options.Authorship = new AuthorshipOptions { HumanAuthor = "Ann" };
            Assert.Contains(Clearance.JudgeHold, (await RefusesAsync(AuthorshipFormat.GitAiNote, options)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_tool_that_fails_leaves_it_unknown_and_so_refuses()
    {
        Take();
        _scene.Repo.Commit("Take it");
        var error = await RefusesAsync(AuthorshipFormat.AgentTrace, Beside(_ => throw new InvalidDataException("broken")));
        Assert.Contains("tool_error", error.Message, StringComparison.Ordinal);
    }

    private sealed class Judge(Func<SecurityField, bool> holds) : ISecurityTool
    {
        public SecurityToolInfo Info { get; } = new() { Name = "somebody", Version = "1", Kind = SecurityToolKind.Judge };

        public ValueTask<SecurityOutcome> RunAsync(IReadOnlyList<SecurityField> fields, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new SecurityOutcome { Verdict = fields.Any(holds) ? Clearance.Hold : null });
    }
}
