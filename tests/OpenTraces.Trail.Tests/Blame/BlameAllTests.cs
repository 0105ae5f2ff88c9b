using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Trail.Tests.Blame;

public sealed class BlameAllTests : IDisposable
{
    private const string Work = "total = compute(price, quantity)\nrounded = round(total, digits)\nreport(rounded, currency)\n";

    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Every_file_is_answered_as_it_is_alone()
    {
        _scene.Commit("a.py", "alpha\nbeta\n" + Work.Replace("total", "sum", StringComparison.Ordinal));
        _scene.Commit("folder/b.py", "gamma\ndelta\n");
        _scene.Agent().Edit("folder/b.py", "gamma\n" + Work + "delta\n");
        _scene.Repo.Commit("Take it");
        _scene.Repo.Git("checkout", "-q", "-b", "side");
        _scene.Commit("a.py", "of the side\n" + _scene.Repo.Read("a.py"));
        _scene.Repo.Git("checkout", "-q", "main");
        _scene.Agent("session-2").Edit("a.py", _scene.Repo.Read("a.py") + "for each in every(thing):\n    print(each, thing)\n");
        _scene.Repo.Git("mv", "folder/b.py", "c.py");
        _scene.Repo.Commit("Move");
        _scene.Repo.Git("merge", "-q", "--no-edit", "side");
        _scene.Repo.Git("rm", "-q", "c.py");
        var gone = _scene.Repo.Git("show", "HEAD:c.py");
        _scene.Repo.Commit("Away");
        _scene.Commit("c.py", gone + "and more\n");

        var trail = await _scene.OpenAsync();
        var all = await trail.BlameAllAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["a.py", "c.py"], all.Select(b => b.Path));
        foreach (var blame in all)
        {
            var alone = await trail.BlameFileAsync("HEAD", blame.Path, TestContext.Current.CancellationToken);
            Assert.Equal(Print(alone), Print(blame));
            Assert.Equal(Git(blame.Path), blame.Lines.Select(l => l.Commit));
        }

        Assert.Contains(all[0].Lines, l => l.Anchor is not null);
    }

    [Fact]
    public async Task Line_origins_agree_with_git_blame_over_many_files_that_are_merged_and_moved()
    {
        var random = new Random(12);
        var paths = Enumerable.Range(0, 220).Select(i => $"folder-{i % 7}/file-{i}.txt").ToArray();
        for (var i = 0; i < paths.Length; i++)
            _scene.Repo.Write(paths[i], $"first of {i}\nsecond of {i}\nthird of {i}\n");
        _scene.Repo.Commit("Begin");
        for (var round = 0; round < 12; round++)
        {
            _scene.Repo.Git("checkout", "-q", "-b", $"side-{round}");
            Change($"side {round}", 0);
            _scene.Repo.Git("checkout", "-q", "main");
            Change($"main {round}", paths.Length / 2);
            _scene.Repo.Git("merge", "-q", "--no-edit", $"side-{round}");
            var moved = random.Next(paths.Length);
            _scene.Repo.Git("mv", paths[moved], paths[moved] = $"moved-{round}.txt");
            _scene.Repo.Commit($"Move {round}");
        }

        var trail = await _scene.OpenAsync();
        var all = await trail.BlameAllAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(paths.Order(StringComparer.Ordinal), all.Select(b => b.Path));
        foreach (var blame in all.Where((b, i) => b.Lines.Count > 3 || i % 20 == 0))
            Assert.Equal(Git(blame.Path), blame.Lines.Select(l => l.Commit));

        void Change(string what, int from)
        {
            for (var i = 0; i < 4; i++)
            {
                var path = paths[from + random.Next(paths.Length / 2)];
                _scene.Repo.Write(path, _scene.Repo.Read(path).Replace("second", $"{what}\nsecond", StringComparison.Ordinal));
            }

            _scene.Repo.Commit(what);
        }
    }

    [Fact]
    public async Task What_has_no_lines_is_left_out()
    {
        var first = _scene.Commit("text.txt", "alpha\n");
        _scene.Repo.Write("empty.txt", "");
        File.WriteAllBytes(Path.Combine(_scene.Repo.Root, "binary.bin"), [65, 10, 0, 66, 10]);
        _scene.Repo.Git("update-index", "--add", "--cacheinfo", $"160000,{first},sub");
        _scene.Repo.Git("add", "-A", "--", "empty.txt", "binary.bin");
        _scene.Repo.Git("commit", "-q", "-m", "More");
        var all = await (await _scene.OpenAsync()).BlameAllAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([("empty.txt", 0), ("text.txt", 1)], all.Select(b => (b.Path, b.Lines.Count)));
    }

    [Fact]
    public async Task An_unknown_revision_is_not_found()
    {
        _scene.Commit("text.txt", "alpha\n");
        var trail = await _scene.OpenAsync();
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await trail.BlameAllAsync("nowhere").ToListAsync());
        Assert.Equal(OpenTracesErrorCode.NotFound, error.Code);
    }

    private string[] Git(string path) =>
        [.. _scene.Repo.Git("blame", "-s", "-l", "--root", "HEAD", "--", path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l[..40])];

    private static IEnumerable<(string, string, string?, string?, bool?)> Print(FileBlame blame) =>
        blame.Lines.Select(l => (l.Text, l.Commit, l.Anchor?.Patch.PatchId, l.Anchor?.Tier, l.Anchor?.Firm));
}
