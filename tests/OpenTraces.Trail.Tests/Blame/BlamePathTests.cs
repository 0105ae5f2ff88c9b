using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Trail.Tests.Blame;

/// <summary>What a path means to the library: a file from the root of the repository, and nothing outside it.</summary>
public sealed class BlamePathTests : IDisposable
{
    private readonly Scene _scene = new();

    public BlamePathTests() => _scene.Commit("src/a.py", "alpha\n");

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("../a.py")]
    [InlineData("../../src/a.py")]
    [InlineData("src/../../src/a.py")]
    [InlineData("../src/a.py")]
    public async Task A_path_that_leads_out_is_refused(string path)
    {
        var trail = await _scene.OpenAsync();
        foreach (var ask in (Func<Task>[])[async () => await trail.BlameFileAsync("HEAD", path)])
            Assert.Equal(OpenTracesErrorCode.InvalidRequest, (await Assert.ThrowsAsync<OpenTracesException>(ask)).Code);
    }

    [Theory]
    [InlineData("src/a.py")]
    [InlineData("./src//a.py")]
    [InlineData("src/../src/a.py")]
    public async Task A_path_inside_is_found_however_it_is_written(string path) =>
        Assert.Equal("src/a.py", (await (await _scene.OpenAsync()).BlameFileAsync("HEAD", path)).Path);

    [Fact]
    public async Task A_whole_path_inside_the_working_tree_is_found()
    {
        var trail = await _scene.OpenAsync();
        Assert.Equal("src/a.py", (await trail.BlameFileAsync("HEAD", Path.Combine(_scene.Repo.Root, "src", "a.py"))).Path);
        foreach (var outside in new[] { _scene.Repo.Root + "-other/src/a.py", Path.GetDirectoryName(_scene.Repo.Root)! })
            Assert.Equal(OpenTracesErrorCode.InvalidRequest, (await Assert.ThrowsAsync<OpenTracesException>(async () => await trail.BlameFileAsync("HEAD", outside))).Code);
    }

    [Fact]
    public async Task A_binary_file_has_no_lines_to_blame()
    {
        _scene.Commit("icon.png", "\0\u0001\n");
        var trail = await _scene.OpenAsync();
        var error = await Assert.ThrowsAsync<OpenTracesException>(async () => await trail.BlameFileAsync("HEAD", "icon.png"));
        Assert.Equal(OpenTracesErrorCode.InvalidRequest, error.Code);
    }
}
