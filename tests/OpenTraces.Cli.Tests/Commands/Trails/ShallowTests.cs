using Xunit;

namespace OpenTraces.Cli.Tests.Commands.Trails;

/// <summary>A clone whose history was cut off answers with what it has, and says so.</summary>
public sealed class ShallowTests : IDisposable
{
    private readonly WorkedRepo _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_cut_history_is_said_beside_every_answer_that_reads_it()
    {
        var trace = await _work.WorkAsync();
        var whole = _work.Cli.Folder["whole"];
        var shallow = _work.Cli.Folder["shallow"];
        _work.Repo.Git("clone", "-q", new Uri(_work.Repo.Root).AbsoluteUri, whole);
        _work.Repo.Git("clone", "-q", "--depth=1", new Uri(_work.Repo.Root).AbsoluteUri, shallow);
        foreach (var asked in (string[][])
        [
            ["track", trace], ["track", "--all"], ["track", "--curve"], ["graph"], ["blame", "commit", "HEAD"], ["blame", "commit", trace],
            ["blame", "file", "basket/apples.txt"], ["blame", "file", "basket/apples.txt", "--json"],
        ])
        {
            Assert.Equal((0, ""), await AskAsync(whole, asked));
            var (code, said) = await AskAsync(shallow, asked);
            Assert.Equal(0, code);
            Assert.Contains("git fetch --unshallow", Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }
    }

    private async Task<(int Code, string Said)> AskAsync(string repository, string[] asked)
    {
        _work.Cli.WorkingDirectory = repository;
        var result = await _work.Cli.RunAsync(["trail", .. asked]);
        return (result.Code, result.Error);
    }
}
