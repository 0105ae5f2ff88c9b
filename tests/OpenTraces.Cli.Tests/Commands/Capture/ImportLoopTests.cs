using OpenTraces.Capture;
using OpenTraces.Cli.Commands.Capture;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands.Capture;

public class ImportLoopTests
{
    [Fact]
    public async Task A_bucket_that_takes_no_files_ends_the_run_with_the_first_file()
    {
        var asked = 0;
        var error = await Assert.ThrowsAsync<OpenTracesException>(() => RunAsync(
            _ => new OpenTracesException(OpenTracesErrorCode.Precondition, "No permission to use '/home/sam/bucket'."), () => asked++));
        Assert.Equal(OpenTracesErrorCode.Precondition, error.Code);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_does_not_end_the_run()
    {
        var results = await RunAsync(
            path => new OpenTracesException(OpenTracesErrorCode.Precondition, $"The file '{path}' may not be read."), () => { });
        Assert.Equal(3, results.Count);
    }

    [Theory]
    [InlineData(OpenTracesErrorCode.StoreBusy, false)]
    [InlineData(OpenTracesErrorCode.StoreCorrupt, true)]
    public async Task A_bucket_that_is_held_and_a_log_that_is_damaged_end_the_run(OpenTracesErrorCode code, bool isLogDamaged)
    {
        var asked = 0;
        var error = await Assert.ThrowsAsync<OpenTracesException>(
            () => RunAsync(_ => new OpenTracesException(code, "The same of every file."), () => asked++, isLogDamaged));
        Assert.Equal((code, 1), (error.Code, asked));
    }

    private static Task<List<ImportResult>> RunAsync(
        Func<string, OpenTracesException> fail, Action asked, bool isLogDamaged = false) =>
        ImportLoop.RunAsync(FailAsync(fail, asked), () => Task.FromResult(isLogDamaged), CancellationToken.None);

    private static async IAsyncEnumerable<ImportResult> FailAsync(Func<string, OpenTracesException> fail, Action asked)
    {
        foreach (var path in new[] { "/home/sam/a.jsonl", "/home/sam/b.jsonl", "/home/sam/c.jsonl" })
        {
            await Task.CompletedTask;
            asked();
            yield return new ImportResult { Path = path, Error = fail(path) };
        }
    }
}
