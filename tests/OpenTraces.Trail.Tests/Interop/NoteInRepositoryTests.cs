using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Interop;
using Xunit;

namespace OpenTraces.Trail.Tests.Interop;

/// <summary>Notes of real repositories.</summary>
public sealed class NoteInRepositoryTests : IDisposable
{
    private const string Start = "alpha\nbeta\ngamma\n";
    private const string Work = "total = price * quantity\nrounded = round(total, digits)\n";

    private readonly Scene _scene = new();

    private static NoteOptions Options => new() { RedactionKey = RedactionKey.CreateRandom() };

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_note_of_a_commit_put_into_the_repository_is_read_from_there()
    {
        _scene.Commit("src/a b.py", Start);
        _scene.Agent("one").Edit("src/a b.py", Start + Work);
        _scene.Agent("two").Edit("c.py", "first = alpha(value)\nother = beta(value)\n");
        var commit = _scene.Repo.Commit("Take both");
        var trail = await _scene.OpenAsync();
        Assert.Null(await trail.ReadNoteAsync("HEAD"));
        var document = await trail.WriteAuthorshipAsync("HEAD", AuthorshipFormat.GitAiNote, Options);
        Assert.Null(await trail.ReadNoteAsync("HEAD"));
        Add(commit, document.Text);
        Assert.Equal(document.Text, _scene.Repo.Git("notes", "--ref=ai", "show", commit));
        var note = (await trail.ReadNoteAsync("HEAD"))!;
        SomeAuthorship.AssertSame(AuthorshipExchange.Read(AuthorshipFormat.GitAiNote, document.Text), note);
        Assert.Equal((commit, 2), (note.Commit, note.Authors.Count));
        Assert.Equal(("claude-code", "one"), (note.FindAuthor("src/a b.py", 5)!.Tool, note.FindAuthor("src/a b.py", 5)!.SessionId));
        Assert.Null(note.FindAuthor("src/a b.py", 3));
        Assert.Equal("two", note.FindAuthor("c.py", 1)!.SessionId);
        Assert.Null(await trail.ReadNoteAsync("HEAD~1"));
    }

    [Fact]
    public async Task Every_line_of_a_note_or_record_is_one_that_blame_names_for_the_session()
    {
        _scene.Commit("src/a.py", Start);
        _scene.Agent("one").Edit("src/a.py", "zero = nothing(here)\n" + Start + Work).Edit("d.py", "third = gamma(value, delta)\n");
        _scene.Repo.Commit("Take it");
        var trail = await _scene.OpenAsync();
        foreach (var format in new[] { AuthorshipFormat.GitAiNote, AuthorshipFormat.AgentTrace })
        {
            var note = AuthorshipExchange.Read(format, (await trail.WriteAuthorshipAsync("HEAD", format, Options)).Text);
            foreach (var path in new[] { "src/a.py", "d.py" })
            {
                foreach (var line in (await trail.BlameFileAsync("HEAD", path)).Lines)
                    Assert.Equal(line.Anchor is null ? null : "one", note.FindAuthor(path, line.Line)?.SessionId);
            }
        }
    }

    [Fact]
    public async Task A_note_is_found_however_deep_git_has_put_it()
    {
        _scene.Commit("a.py", Start);
        var input = new System.Text.StringBuilder();
        // Enough notes for git to fan the tree out, as it does by itself from some hundreds on.
        input.Append("commit refs/notes/ai\ncommitter T <t@example.com> 1767323040 +0000\ndata 0\n\n");
        for (var i = 1; i <= 600; i++)
        {
            var text = $"a.py\n  h_1 {i}\n---\n{{\"schema_version\":\"authorship/3.0.0\",\"humans\":{{\"h_1\":{{\"author\":\"Ann\"}}}}}}\n";
            var id = i == 600 ? _scene.Repo.Git("rev-parse", "HEAD").Trim() : ContentHash.Of(BitConverter.GetBytes(i)).ToString()[..40];
            input.Append(System.Globalization.CultureInfo.InvariantCulture, $"M 100644 inline {id[..2]}/{id[2..4]}/{id[4..]}\ndata {text.Length}\n{text}\n");
        }

        _scene.Repo.Write(".git/import", input.ToString());
        _scene.Repo.Git("-c", "alias.load=!git fast-import --quiet < .git/import", "load");
        var note = await (await _scene.OpenAsync()).ReadNoteAsync("HEAD");
        Assert.Equal("Ann", note!.FindAuthor("a.py", 600)!.Human);
    }

    [Fact]
    public async Task A_note_of_another_version_is_refused_and_an_unknown_commit_not_found()
    {
        var commit = _scene.Commit("a.py", Start);
        Add(commit, "---\n{\"schema_version\":\"authorship/2.0.0\"}\n");
        var trail = await _scene.OpenAsync();
        Assert.Equal(OpenTracesErrorCode.InvalidTrace, (await Assert.ThrowsAsync<OpenTracesException>(async () => await trail.ReadNoteAsync("HEAD"))).Code);
        Assert.Equal(OpenTracesErrorCode.NotFound, (await Assert.ThrowsAsync<OpenTracesException>(async () => await trail.ReadNoteAsync("nowhere"))).Code);
        Assert.Equal(OpenTracesErrorCode.NotFound,
            (await Assert.ThrowsAsync<OpenTracesException>(async () => await trail.WriteAuthorshipAsync("nowhere", AuthorshipFormat.AgentTrace, Options))).Code);
    }

    private void Add(string commit, string text)
    {
        var file = _scene.Repo.Write(".git/note", text);
        _scene.Repo.Git("notes", "--ref=ai", "add", "-f", "-F", file, commit);
    }
}
