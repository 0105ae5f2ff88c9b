using System.Security.Cryptography;
using OpenTraces.Bucket;
using OpenTraces.Trail.Interop;
using OpenTraces.Trail.PullRequests;
using Xunit;

namespace OpenTraces.Trail.Tests.Git;

/// <summary>Reading changes nothing of the person's repository.</summary>
public sealed class ReadOnlyTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task No_call_changes_anything_in_the_repository()
    {
        _scene.Commit("src/a.py", "alpha\nbeta\n");
        var agent = _scene.Agent().Edit("src/a.py", "alpha\ntotal = price * quantity\nbeta\n");
        _scene.Repo.Commit("Take it");
        _scene.Repo.Git("branch", "side");
        _scene.Repo.Git("tag", "v1");
        _scene.Repo.Write("src/a.py", "stashed\n");
        _scene.Repo.Git("stash", "-q");
        _scene.Repo.Write("staged.txt", "staged\n");
        _scene.Repo.Git("add", "staged.txt");
        // An index whose times are older than the file's is one that a careless status would refresh.
        _scene.Repo.Write("src/a.py", _scene.Repo.Read("src/a.py"));
        _scene.Repo.Write("untracked.txt", "untracked\n");
        var before = State();
        var trail = await _scene.OpenAsync();
        Assert.Equal(before, State());
        foreach (var call in new Func<Task>[]
        {
            async () => await trail.BlameCommitAsync("HEAD"),
            async () => await trail.BlameFileAsync("HEAD", "src/a.py"),
            async () => await trail.TrackAsync(agent.Id),
            async () => await trail.TrackAsync(agent.Id, "side"),
            async () => await trail.AnchorAsync(agent.Id),
            async () => await trail.WriteAuthorshipAsync("HEAD", AuthorshipFormat.GitAiNote, new NoteOptions { RedactionKey = RedactionKey.CreateRandom() }),
            async () => await trail.WriteAuthorshipAsync("HEAD", AuthorshipFormat.AgentTrace, new NoteOptions { RedactionKey = RedactionKey.CreateRandom() }),
            async () => await trail.ReadNoteAsync("HEAD"),
            async () => await trail.DescribeBranchAsync("HEAD~1", new PullRequestOptions { RedactionKey = RedactionKey.CreateRandom() }),
        })
        {
            await call();
            Assert.Equal(before, State());
        }

        _scene.Repo.Git("status");
        Assert.Equal("", _scene.Repo.Git("fsck", "--strict", "--no-dangling").Trim());
    }

    /// <summary>Every file of the repository with its bytes and time: refs, reflogs, index, configuration, HEAD, objects.</summary>
    private string State()
    {
        var lines = new List<string>();
        foreach (var file in Directory.EnumerateFiles(_scene.Repo.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            lines.Add($"{Path.GetRelativePath(_scene.Repo.Root, file)} {File.GetLastWriteTimeUtc(file).Ticks} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}");
        lines.AddRange(Directory.EnumerateDirectories(_scene.Repo.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        return string.Join('\n', lines);
    }
}
