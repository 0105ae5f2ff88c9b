using System.Text.Json;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using Spectre.Console;
using Xunit;

namespace OpenTraces.Cli.Tests.Output;

public class ErrorJsonTests
{
    [Theory]
    [InlineData("trace query", 3, "precondition", "opentraces capture import PATH")]
    [InlineData("capture import nowhere.jsonl", 6, "not_found", null)]
    [InlineData("trace get", 2, "invalid_request", "opentraces trace get --help")]
    [InlineData("trace qurey", 2, "invalid_request", "opentraces trace --help")]
    public async Task A_failed_command_leaves_one_document_beside_the_line(string commandLine, int exitCode, string code, string? next)
    {
        using var cli = new Cli();
        var result = await cli.RunAsync([.. commandLine.Split(' '), "--json"]);
        Assert.Equal(exitCode, result.Code);
        Assert.Equal("error", result.Json().GetProperty("status").GetString());
        var error = result.Json().GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(next, error.GetProperty("next").GetString());
        Assert.Equal($"opentraces: {error.GetProperty("message").GetString()}", result.Error.TrimEnd());
    }

    [Fact]
    public async Task A_failure_behind_the_answer_adds_no_second_document()
    {
        using var output = new MemoryStream();
        var host = new CliHost
        {
            Home = "",
            UserHome = "",
            WorkingDirectory = "",
            Output = output,
            Screen = AnsiConsole.Console,
            Error = TextWriter.Null,
            ErrorIsTerminal = false,
        };
        await JsonOutput.WriteAsync(host, w => w.WriteBooleanValue(true), CancellationToken.None);
        await ErrorJson.WriteAsync(host, "unexpected", "It failed.");
        using var document = JsonDocument.Parse(output.ToArray());
        Assert.True(document.RootElement.GetBoolean());
    }
}
