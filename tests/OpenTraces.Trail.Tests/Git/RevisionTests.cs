using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Trail.Tests.Git;

/// <summary>A revision means what <c>git rev-parse --verify X^{commit}</c> makes of it.</summary>
public sealed class RevisionTests : IDisposable
{
    private readonly TempGitRepo _repo = new();

    public void Dispose() => _repo.Dispose();

    private async Task<string?> ResolveAsync(string revision)
    {
        var trail = await TraceTrail.OpenAsync(_repo.Root, new InMemoryTraceStore());
        try
        {
            return await trail.ResolveAsync(revision);
        }
        catch (OpenTracesException error)
        {
            Assert.Equal(OpenTracesErrorCode.NotFound, error.Code);
            return null;
        }
    }

    private string? OfGit(string revision)
    {
        try
        {
            return _repo.Git("rev-parse", "--verify", "--quiet", revision + "^{commit}").Trim();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    [Theory]
    [InlineData("HEAD", true)]
    [InlineData("@", true)]
    [InlineData("HEAD~1", true)]
    [InlineData("HEAD~2", false)]
    [InlineData("HEAD^", true)]
    [InlineData("HEAD^2", false)]
    [InlineData("HEAD^0", true)]
    [InlineData("HEAD^{}", true)]
    [InlineData("HEAD^{commit}", true)]
    [InlineData("HEAD^{tree}", false)]
    [InlineData("HEAD^{/First}", true)]
    [InlineData("HEAD^{/F..st}", true)]
    [InlineData("HEAD^{/nothing of it}", false)]
    [InlineData(":/First", false)]
    [InlineData(":/nothing of it", false)]
    [InlineData("HEAD@{1}", true)]
    [InlineData("HEAD@{99}", false)]
    [InlineData("@{upstream}", false)]
    [InlineData("@{-1}", false)]
    [InlineData("main", true)]
    [InlineData("refs/heads/main", true)]
    [InlineData("heads/main", true)]
    [InlineData("v1", true)]
    [InlineData("v1^{tag}", true)]
    [InlineData("light", true)]
    [InlineData("of-a-blob", false)]
    [InlineData("HEAD:a", false)]
    [InlineData(":a", false)]
    [InlineData("HEAD~1..HEAD", false)]
    [InlineData("HEAD...HEAD~1", false)]
    [InlineData("..", false)]
    [InlineData("no-such-branch", false)]
    [InlineData("two words", false)]
    [InlineData("HEAD blob 5", false)]
    [InlineData("größe", true)]
    [InlineData("größer", false)]
    [InlineData("0000000000000000000000000000000000000000", false)]
    [InlineData("abc", false)]
    public async Task A_name_means_what_git_says(string revision, bool isCommit)
    {
        Work();
        Assert.Equal(OfGit(revision), await ResolveAsync(revision));
        Assert.Equal(isCommit, await ResolveAsync(revision) is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("--all")]
    [InlineData("-h")]
    [InlineData("HEAD\nHEAD")]
    [InlineData("HEAD\0")]
    [InlineData("^HEAD")]
    [InlineData("^no-such-branch")]
    public async Task What_is_no_name_of_one_commit_is_not_found(string revision)
    {
        Work();
        Assert.Null(await ResolveAsync(revision));
    }

    [Fact]
    public async Task Ids_are_found_whole_and_by_their_beginning_and_only_those_of_commits_and_tags()
    {
        Work();
        foreach (var name in (string[])["HEAD", "HEAD^{tree}", "HEAD:a", "v1", "v1^{}"])
        {
            var id = _repo.Git("rev-parse", name).Trim();
            foreach (var length in (int[])[40, 20, 8, 4, 3])
                Assert.Equal(OfGit(id[..length]), await ResolveAsync(id[..length]));
            Assert.Equal(OfGit(id.ToUpperInvariant()), await ResolveAsync(id.ToUpperInvariant()));
            Assert.Equal(name is "HEAD" or "v1" or "v1^{}", await ResolveAsync(id) is not null);
        }
    }

    [Fact]
    public async Task A_beginning_of_two_commits_is_none_of_them()
    {
        Work();
        var (one, other) = MakeTwins();
        var common = Enumerable.Range(0, 40).First(i => one[i] != other[i]);
        Assert.True(common >= 4);
        Assert.Null(OfGit(one[..common]));
        Assert.Null(await ResolveAsync(one[..common]));
        Assert.Equal(one, await ResolveAsync(one[..(common + 1)]));
        Assert.Equal(other, await ResolveAsync(other));
    }

    private void Work()
    {
        _repo.Write("a", "one\n");
        _repo.Commit("First");
        _repo.Write("a", "two\n");
        _repo.Commit("Second");
        _repo.Git("tag", "-a", "-m", "A tag", "v1", "HEAD~1");
        _repo.Git("tag", "light", "HEAD~1");
        _repo.Git("tag", "of-a-blob", "HEAD:a");
        _repo.Git("branch", "größe");
    }

    /// <summary>Two commits whose ids begin with <c>e7a9</c>: person, time and files are the same in every run, and so are the ids.</summary>
    private (string One, string Other) MakeTwins()
    {
        return (Make(419), Make(614));

        string Make(int number) => _repo.Git("commit-tree", "HEAD^{tree}", "-m", $"Message {number}").Trim();
    }
}
