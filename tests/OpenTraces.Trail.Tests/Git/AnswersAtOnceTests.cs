using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Trail.Tests.Git;

public sealed class AnswersAtOnceTests : IDisposable
{
    private const int Files = 6;

    private readonly Scene _scene = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _scene.Dispose();
        _folder.Dispose();
    }

    private List<string> Work()
    {
        var commits = new List<string>();
        for (var i = 0; i < Files; i++)
        {
            _scene.Agent($"session-{i}").Edit($"src/file{i}.py", $"total_{i} = price_{i} * quantity_{i}\nrounded_{i} = round(total_{i})\n");
            commits.Add(_scene.Repo.Commit($"Take {i}"));
        }

        return commits;
    }

    private static async Task<string> DescribeAsync(TraceTrail trail, string commit, int i)
    {
        var blame = await trail.BlameCommitAsync(commit);
        var file = await trail.BlameFileAsync(commit, $"src/file{i}.py");
        return string.Join(' ',
            await trail.ResolveAsync(commit[..12]), string.Join(',', blame.Traces.Select(t => $"{t.TraceId} {t.Patches.Count}")),
            string.Join(',', file.Lines.Select(l => $"{l.Anchor?.Patch.TraceId} {l.Text}")));
    }

    [Fact]
    public async Task Many_answers_at_once_are_those_that_are_given_one_after_the_other()
    {
        var commits = Work();
        var trail = await _scene.OpenAsync();
        var expected = new List<string>();
        for (var i = 0; i < Files; i++)
            expected.Add(await DescribeAsync(trail, commits[i], i));
        Assert.Equal(Files, expected.Distinct().Count());
        var answers = await Task.WhenAll(Enumerable.Range(0, 3 * Files).Select(i => Task.Run(() => DescribeAsync(trail, commits[i % Files], i % Files))));
        Assert.Equal(expected.Concat(expected).Concat(expected), answers);
    }

    [Fact]
    public async Task An_answer_that_is_left_in_the_middle_leaves_no_git_behind()
    {
        Work();
        var git = new LastingGit(_folder, _scene.Repo);
        _scene.Options.GitProgram = git.Program();
        var trail = await _scene.OpenAsync();
        await foreach (var file in trail.BlameAllAsync())
        {
            Assert.Equal("src/file0.py", file.Path);
            break;
        }

        await foreach (var _ in trail.TrackAllAsync())
            break;
        Assert.NotEmpty(git.Started("cat-file"));
        Assert.NotEmpty(git.Started("diff-tree"));
        Assert.Empty(git.Running());
    }
}
