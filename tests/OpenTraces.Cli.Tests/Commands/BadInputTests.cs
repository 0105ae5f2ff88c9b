using System.Text;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands;

public sealed class BadInputTests : IDisposable
{
    private const string NoSuchTrace = "00000000-0000-8000-8000-000000000000";

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("trace nonsense")]
    [InlineData("trace get")]
    [InlineData("trace get a b c")]
    [InlineData("capture import")]
    [InlineData("capture import . --agent nobody")]
    [InlineData("trace query --limit 0")]
    [InlineData("trace query --limit many")]
    [InlineData("trace query --since yesterday-ish")]
    [InlineData("trace get " + NoSuchTrace + ":abc")]
    [InlineData("trace get " + NoSuchTrace + ":9-3")]
    [InlineData("trace get " + NoSuchTrace + ":origin")]
    [InlineData("trace get " + NoSuchTrace + " --generation 2")]
    [InlineData("trace get " + NoSuchTrace + " --raw --full")]
    [InlineData("trace get " + NoSuchTrace + " --as nothing")]
    [InlineData("trace get " + NoSuchTrace + " --as atif --raw")]
    [InlineData("trace get " + NoSuchTrace + " --loss out.json")]
    [InlineData("trail blame commit HEAD --lines")]
    [InlineData("trce query")]
    [InlineData("trace get " + NoSuchTrace + " --raw --as adp")]
    [InlineData("trace get " + NoSuchTrace + " --raw --generation x")]
    [InlineData("trace get " + NoSuchTrace + " --generation x")]
    [InlineData("trace get " + NoSuchTrace + " --as")]
    [InlineData("trace teleport export " + NoSuchTrace + " --output out --thin=maybe")]
    [InlineData("trail blame pr update --number x")]
    [InlineData("trail blame pr update --number 1.5")]
    [InlineData("trail blame pr update --number 99999999999")]
    [InlineData("trail blame pr update --number 0")]
    [InlineData("trail blame pr update --number")]
    [InlineData("git-backfill --window-hours abc")]
    [InlineData("git-backfill --window-hours 1,5")]
    [InlineData("git-backfill --window-hours NaN")]
    [InlineData("git-backfill --window-hours -1")]
    [InlineData("git-backfill --window-hours")]
    [InlineData("git-backfill --max-commits many")]
    [InlineData("git-backfill --max-commits 0")]
    [InlineData("trail graph --limit x")]
    [InlineData("trail graph --limit 0")]
    [InlineData("trail graph --since")]
    [InlineData("trail track --since")]
    [InlineData("trail track --all --limit")]
    [InlineData("trace query --limit")]
    [InlineData("dataset run some --limit x")]
    [InlineData("dataset run some --limit 0")]
    [InlineData("dataset review approve some --all=maybe")]
    [InlineData("bucket verify --sample x")]
    [InlineData("bucket verify --sample 0")]
    [InlineData("trail snapshot --help")]
    [InlineData("trail blame nothing -h")]
    public async Task A_usage_error_is_one_line_and_exit_2(string commandLine)
    {
        var result = await _cli.RunAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, result.Code);
        AssertOneLine(result);
    }

    [Fact]
    public async Task A_missing_path_is_not_found_and_imports_nothing()
    {
        var result = await _cli.RunAsync("capture", "import", _cli.Folder["work"], _cli.Folder["nowhere.jsonl"]);
        Assert.Equal(6, result.Code);
        Assert.Contains("nowhere.jsonl", result.Error, StringComparison.Ordinal);
        AssertOneLine(result);
    }

    [Fact]
    public async Task A_folder_without_permission_is_a_precondition()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("folder modes are a Unix matter");
            return;
        }

        Assert.SkipWhen(Environment.UserName == "root", "root may read every folder, so nothing can be forbidden to it");
        var folder = Directory.CreateDirectory(_cli.Folder["work/closed"]);
        folder.UnixFileMode = UnixFileMode.None;
        try
        {
            var result = await _cli.RunAsync("capture", "import", folder.FullName);
            Assert.Equal(3, result.Code);
            AssertOneLine(result);
        }
        finally
        {
            folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        }
    }

    [Theory]
    [InlineData("empty.jsonl", "", "empty")]
    [InlineData("blank.jsonl", "\n\n  \n", "empty")]
    [InlineData("prose.md", "# A heading\n\nSome words.\n", "markdown")]
    public async Task A_file_of_another_format_is_a_named_row_and_exit_0(string name, string content, string format)
    {
        var path = _cli.Folder.Write("work/" + name, content);
        var result = await _cli.RunAsync("capture", "import", path, "--json");
        Assert.Equal(0, result.Code);
        var row = Assert.Single(result.Json().GetProperty("unsupported").EnumerateArray());
        Assert.Equal(format, row.GetProperty("format").GetString());
        Assert.Equal(path, row.GetProperty("path").GetString());
    }

    [Fact]
    public async Task A_mistyped_command_is_answered_with_the_one_that_was_meant()
    {
        var result = await _cli.RunAsync("trace", "qurey");
        Assert.Equal(2, result.Code);
        Assert.Contains("'query'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_is_not_there_has_no_help_but_the_list_of_those_that_are()
    {
        var result = await _cli.RunAsync("trail", "snapshot", "--help");
        Assert.Equal((2, ""), (result.Code, result.Text));
        Assert.Contains("'snapshot' is no command here; there are blame, note, track, graph, hook.", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await _cli.RunAsync("trail", "--help")).Code);
        Assert.Equal(0, (await _cli.RunAsync("trail", "graph", "--help")).Code);
    }

    [Fact]
    public async Task A_file_that_the_harness_named_cannot_read_is_a_named_row()
    {
        var path = _cli.Folder.Write("work/a.json", "{\"a\":1}\n");
        var answer = (await _cli.RunAsync("capture", "import", path, "--agent", "pi", "--json")).Json();
        Assert.Empty(answer.GetProperty("traces").EnumerateArray());
        Assert.Single(answer.GetProperty("unsupported").EnumerateArray());
    }

    [Fact]
    public async Task A_binary_file_is_a_named_row()
    {
        var bytes = new byte[70_000];
        new Random(7).NextBytes(bytes);
        var path = _cli.Folder.Write("work/picture.jsonl", bytes);
        var result = await _cli.RunAsync("capture", "import", path, "--json");
        Assert.Equal(0, result.Code);
        Assert.Equal("binary", Assert.Single(result.Json().GetProperty("unsupported").EnumerateArray()).GetProperty("format").GetString());
    }

    [Fact]
    public async Task A_torn_last_line_costs_that_line_alone()
    {
        var path = _cli.Folder.Write("work/rollout-torn.jsonl", CodexText.Session() + "{\"timestamp\":\"2026-01-01T00:00:09.000Z\",\"type\":\"resp");
        var result = await _cli.RunAsync("capture", "import", path, "--json");
        Assert.Equal(0, result.Code);
        var lines = Assert.Single(result.Json().GetProperty("traces").EnumerateArray()).GetProperty("lines");
        Assert.Equal(1, lines.GetProperty("malformed").GetInt32());
        AssertAddsUp(lines);
    }

    [Fact]
    public async Task A_malformed_entry_is_told_with_its_line_and_cause()
    {
        var session = CodexText.Session();
        var path = _cli.Folder.Write("work/rollout-broken.jsonl", session + "{\"type\":}\n");
        var line = session.Count(static c => c == '\n') + 1;

        var result = await _cli.RunAsync("capture", "import", path, "--json");
        var report = Assert.Single(result.Json().GetProperty("traces").EnumerateArray()).GetProperty("report");
        var told = Assert.Single(report.GetProperty("malformed_lines").EnumerateArray());
        Assert.Equal(line, told.GetProperty("line").GetInt32());
        Assert.Equal("invalid_json", told.GetProperty("cause").GetString());
        Assert.True(report.TryGetProperty("calls_without_result", out _) && report.TryGetProperty("ignored_reasons", out _));

        var screen = await _cli.RunAsync("capture", "import", path);
        Assert.Contains($"line {line} invalid_json", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_cost_no_session()
    {
        var text = Encoding.UTF8.GetBytes(CodexText.Session()).ToList();
        text.AddRange("{\"timestamp\":\"2026-01-01T00:00:09.000Z\",\"type\":\"event_msg\",\"payload\":{\"type\":\"agent_message\",\"message\":\"a"u8);
        text.AddRange([0xFF, 0xFE]);
        text.AddRange("b\"}}\n"u8);
        var path = _cli.Folder.Write("work/rollout-bytes.jsonl", text.ToArray());
        var result = await _cli.RunAsync("capture", "import", path, "--json");
        Assert.Equal(0, result.Code);
        AssertAddsUp(Assert.Single(result.Json().GetProperty("traces").EnumerateArray()).GetProperty("lines"));
    }

    [Fact]
    public async Task A_single_line_of_200_MB_is_one_malformed_entry()
    {
        var path = _cli.Folder.Write("work/rollout-long.jsonl", CodexText.Session());
        await using (var file = new FileStream(path, FileMode.Append))
        {
            var filler = new byte[1 << 20];
            Array.Fill(filler, (byte)'x');
            file.Write("{\"type\":\"event_msg\",\"payload\":{\"type\":\"agent_message\",\"message\":\""u8);
            for (var i = 0; i < 200; i++)
                file.Write(filler);
            file.Write("\"}}\n"u8);
        }

        var result = await _cli.RunAsync("capture", "import", path, "--json");
        Assert.Equal(0, result.Code);
        var lines = Assert.Single(result.Json().GetProperty("traces").EnumerateArray()).GetProperty("lines");
        Assert.Equal(1, lines.GetProperty("malformed").GetInt32());
        AssertAddsUp(lines);
    }

    [Theory]
    [InlineData("trace", "get", NoSuchTrace)]
    [InlineData("trace", "get", NoSuchTrace + ":3")]
    [InlineData("trace", "get", NoSuchTrace, "--raw")]
    [InlineData("trace", "get", "0123abcd")]
    [InlineData("trace", "partition", NoSuchTrace)]
    [InlineData("trail", "track", NoSuchTrace)]
    public async Task An_unknown_trace_is_exit_6(params string[] args)
    {
        Assert.Equal(0, (await _cli.RunAsync("capture", "import", _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session()))).Code);
        using var repo = new TempGitRepo();
        repo.Commit("first");
        _cli.WorkingDirectory = repo.Root;
        var result = await _cli.RunAsync(args);
        Assert.Equal(6, result.Code);
        AssertOneLine(result);
    }

    [Fact]
    public async Task Reading_without_a_bucket_says_how_to_get_one()
    {
        var result = await _cli.RunAsync("trace", "query", "--lex", "x");
        Assert.Equal(3, result.Code);
        Assert.Contains("capture import", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.Home));
    }

    [Fact]
    public async Task A_path_that_is_no_repository_and_a_repository_without_commits_are_preconditions()
    {
        await _cli.RunAsync("capture", "import", _cli.Folder.Write("work/rollout-a.jsonl", CodexText.Session()));
        _cli.WorkingDirectory = _cli.Folder["work"];
        AssertOneLine(await AssertExit3("trail", "blame", "commit", "HEAD"));
        using var repo = new TempGitRepo();
        _cli.WorkingDirectory = repo.Root;
        AssertOneLine(await AssertExit3("trail", "blame", "commit", "HEAD"));
    }

    private async Task<CliResult> AssertExit3(params string[] args)
    {
        var result = await _cli.RunAsync(args);
        Assert.Equal(3, result.Code);
        return result;
    }

    private static void AssertAddsUp(System.Text.Json.JsonElement lines) => Assert.Equal(
        lines.GetProperty("total").GetInt32(),
        new[] { "mapped", "folded", "carried", "ignored", "malformed" }.Sum(n => lines.GetProperty(n).GetInt32()));

    private static void AssertOneLine(CliResult result)
    {
        Assert.Empty(result.Bytes);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
