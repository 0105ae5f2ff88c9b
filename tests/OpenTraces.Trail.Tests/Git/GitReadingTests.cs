using System.Text;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using OpenTraces.Trail.Git;
using Xunit;

namespace OpenTraces.Trail.Tests.Git;

/// <summary>A git that stays for many questions neither outlives its reading, nor hangs, nor answers a question with another's answer.</summary>
public sealed class GitReadingTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    private readonly TempGitRepo _repo = new();
    private readonly TempFolder _folder = new();
    private readonly LastingGit _git;

    public GitReadingTests()
    {
        _git = new LastingGit(_folder, _repo);
        _repo.Write("a", "one\n");
        _repo.Write("b", "other\n");
        _repo.Commit("First");
        _repo.Write("a", "two\n");
        _repo.Commit("Second");
    }

    public void Dispose()
    {
        _repo.Dispose();
        _folder.Dispose();
    }

    private TreePair[] Pairs(int count)
    {
        var (old, now) = (_repo.Git("rev-parse", "HEAD~1^{tree}").Trim(), _repo.Git("rev-parse", "HEAD^{tree}").Trim());
        return [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? new TreePair(old, now) : new TreePair(now, old))];
    }

    private static async Task<string> AddedAsync(GitReading reading, IReadOnlyList<TreePair> pairs, int take = int.MaxValue)
    {
        var lines = new List<string>();
        await foreach (var diff in reading.DiffAsync(pairs, (_, _) => DiffText.Full, default))
        {
            lines.AddRange(diff.Changes.SelectMany(c => c.Hunks).SelectMany(h => h.Added));
            if (--take == 0)
                break;
        }

        return string.Join(' ', lines);
    }

    private static async Task<string> ReadAsync(GitReading reading, IReadOnlyList<string> names, int take = int.MaxValue)
    {
        var texts = new List<string>();
        await foreach (var bytes in reading.ReadFilesAsync("HEAD", names, default))
        {
            texts.Add(bytes is null ? "none" : Encoding.UTF8.GetString(bytes).TrimEnd());
            if (--take == 0)
                break;
        }

        return string.Join(' ', texts);
    }

    [Theory]
    [InlineData(200, 1)]
    [InlineData(900, 2)]
    public async Task Trees_that_are_left_in_the_middle_leave_the_next_answer_right_and_no_git_behind(int count, int gits)
    {
        var reading = await _git.BeginAsync(_git.Program());
        await using (reading)
        {
            Assert.Equal("two", await AddedAsync(reading, Pairs(count), take: 1));
            Assert.Equal("one two one", await AddedAsync(reading, [.. Pairs(4).Skip(1)]));
            Assert.Equal("two", await AddedAsync(reading, Pairs(1)));
            // Of the first git no more than what is needed is read; a second one is asked then, and the first is gone.
            Assert.Equal(gits, _git.Started("diff-tree").Count);
            Assert.All(_git.Started("diff-tree").SkipLast(1), id => Assert.False(LastingGit.IsRunning(id)));
            Assert.Equal("two", await AddedAsync(reading, Pairs(count), take: 1));
        }

        Assert.Empty(_git.Running());
    }

    [Fact]
    public async Task Objects_that_are_left_in_the_middle_leave_the_next_answer_right_and_no_git_behind()
    {
        string[] many = [.. Enumerable.Repeat((string[])["a", "missing", "b"], 400).SelectMany(n => n)];
        var reading = await _git.BeginAsync(_git.Program());
        await using (reading)
        {
            Assert.Equal("two none", await ReadAsync(reading, many, take: 2));
            Assert.Equal("other two", await ReadAsync(reading, ["b", "a"]));
            Assert.Equal(2, _git.Started("cat-file").Count);
            Assert.False(LastingGit.IsRunning(_git.Started("cat-file")[0]));
            Assert.Equal(_repo.Git("rev-parse", "HEAD~1").Trim(), await reading.ResolveAsync("HEAD~1", default));
            Assert.Equal(["a", "b"], await reading.ListFilesAsync("HEAD", default));
            Assert.Equal(2, _git.Started("cat-file").Count);
            Assert.Equal("two", await ReadAsync(reading, many, take: 1));
        }

        Assert.Empty(_git.Running());
    }

    [Fact]
    public async Task Names_with_line_breaks_are_not_asked_and_the_others_keep_their_places()
    {
        await using var reading = await _git.BeginAsync("git");
        Assert.Equal("none two none other none", await ReadAsync(reading, ["x\ny", "a", "a\nHEAD:b", "b", "\n"]));
        Assert.Equal("two", await ReadAsync(reading, ["a"]));
    }

    [Theory]
    [InlineData("cat-file", LastingGit.Hang)]
    [InlineData("cat-file", "echo '0123456789012345678901234567890123456789 blob 100'; echo half; " + LastingGit.Hang)]
    [InlineData("diff-tree", LastingGit.Hang)]
    [InlineData("diff-tree", "read pair; echo \"$pair\"; printf ':100644 100644 a'; " + LastingGit.Hang)]
    [InlineData("diff-tree", "echo 'other trees'; " + LastingGit.Hang)]
    public async Task A_git_that_takes_too_long_is_an_error_that_says_so(string command, string script)
    {
        var reading = await _git.BeginAsync(_git.Program(command, script), Short);
        await using (reading)
        {
            var error = await FailsAsync(reading, command);
            Assert.Contains("git " + command + " did not finish within 0.3 seconds", error.Message, StringComparison.Ordinal);
            Assert.Contains(nameof(TrailOptions.GitTimeout), error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(_git.Running());
    }

    [Fact]
    public async Task A_git_that_does_not_read_what_it_is_asked_is_stopped_too()
    {
        // More than fits into a pipe, so that the question is never written to its end.
        string[] many = [.. Enumerable.Repeat("missing", 50_000)];
        var reading = await _git.BeginAsync(_git.Program("cat-file", LastingGit.Hang), Short);
        await using (reading)
            Assert.Contains("did not finish", (await Assert.ThrowsAsync<OpenTracesException>(async () => await ReadAsync(reading, many))).Message, StringComparison.Ordinal);
        Assert.Empty(_git.Running());
    }

    [Fact]
    public async Task A_git_that_does_not_end_after_its_answers_is_ended()
    {
        var reading = await _git.BeginAsync(_git.Program("cat-file", "git \"$@\"; " + LastingGit.Hang), TimeSpan.FromSeconds(3));
        await using (reading)
            Assert.Equal("two", await ReadAsync(reading, ["a"]));
        Assert.Empty(_git.Running());
    }

    [Theory]
    [InlineData("cat-file", "echo '0123456789012345678901234567890123456789 blob 100'; echo half; echo 'fatal: out of luck' >&2; exit 128", "exited with 128: fatal: out of luck")]
    [InlineData("cat-file", "echo '0123456789012345678901234567890123456789 blob 100'; echo half; kill -9 $$", "exited with 137")]
    [InlineData("cat-file", "echo '0123456789012345678901234567890123456789 blob 100'; echo half", "could not be read")]
    [InlineData("cat-file", "exit 0", "could not be read")]
    [InlineData("diff-tree", "read pair; echo \"$pair\"; printf ':100644 100644 a'; echo 'fatal: out of luck' >&2; exit 128", "exited with 128: fatal: out of luck")]
    [InlineData("diff-tree", "read pair; echo \"$pair\"; printf ':100644 100644 a'; kill -9 $$", "exited with 137")]
    [InlineData("diff-tree", "read pair; echo \"$pair\"; printf ':100644 100644 a'", "could not be read")]
    [InlineData("diff-tree", "exit 0", "could not be read")]
    public async Task A_git_that_dies_in_the_middle_of_an_answer_is_an_error_and_no_answer(string command, string script, string message)
    {
        var reading = await _git.BeginAsync(_git.Program(command, script));
        await using (reading)
        {
            Assert.Contains(message, (await FailsAsync(reading, command)).Message, StringComparison.Ordinal);
            // Asked again, it is another git, which dies the same way.
            Assert.Contains(message, (await FailsAsync(reading, command)).Message, StringComparison.Ordinal);
            Assert.Equal(2, _git.Started(command).Count);
        }

        Assert.Empty(_git.Running());
    }

    [Theory]
    [InlineData("cat-file")]
    [InlineData("diff-tree")]
    public async Task A_caller_who_gives_up_gets_out(string command)
    {
        using var cancel = new CancellationTokenSource(Short);
        var reading = await _git.BeginAsync(_git.Program(command, LastingGit.Hang));
        await using (reading)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync(reading, command, cancel.Token));
        Assert.Empty(_git.Running());
    }

    private static async Task<OpenTracesException> FailsAsync(GitReading reading, string command)
    {
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => AskAsync(reading, command, default));
        Assert.Equal(OpenTracesErrorCode.GitFailed, error.Code);
        return error;
    }

    private static async Task AskAsync(GitReading reading, string command, CancellationToken cancellationToken)
    {
        var tree = reading.EmptyTree;
        if (command == "cat-file")
        {
            await reading.ReadFileAsync("HEAD", "a", cancellationToken);
            return;
        }

        await foreach (var _ in reading.DiffAsync([new TreePair(tree, tree)], (_, _) => DiffText.Full, cancellationToken))
        {
        }
    }
}
