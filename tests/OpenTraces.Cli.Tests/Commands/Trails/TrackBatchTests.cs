using System.Text.Json;
using OpenTraces.Cli.Sample;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands.Trails;

public sealed class TrackBatchTests(SampleBucket sample) : IClassFixture<SampleBucket>
{
    [Fact]
    public async Task All_changes_of_all_traces_are_one_document()
    {
        var answer = await AnswerAsync("--all");
        Assert.Equal("opentraces.trail.track.v1", answer.GetProperty("schema_version").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("trace_id").ValueKind);
        Assert.Equal((SampleContents.Expected.Count, false), (answer.GetProperty("count").GetInt32(), answer.GetProperty("truncated").GetBoolean()));
        var rows = Rows(answer);
        Assert.Equal(SampleContents.Expected.Select(e => e.State).Order(StringComparer.Ordinal), rows.Select(StateOf).Order(StringComparer.Ordinal));
        Assert.Equal(sample.Traces.Order(StringComparer.Ordinal), rows.Select(r => r.GetProperty("trace_id").GetString()).Distinct());
        Assert.Equal(rows.Count, rows.Select(IdOf).Distinct().Count());
    }

    [Fact]
    public async Task Rows_say_the_same_as_those_of_the_trace_alone()
    {
        var all = Rows(await AnswerAsync("--all")).ToDictionary(IdOf, r => r.GetRawText());
        foreach (var trace in sample.Traces)
            Assert.All(Rows(await AnswerAsync(trace)), r => Assert.Equal(all[IdOf(r)], r.GetRawText()));
    }

    [Fact]
    public async Task A_change_is_tracked_by_its_id_or_the_beginning_of_it()
    {
        foreach (var row in Rows(await AnswerAsync("--all")).Take(2))
        {
            foreach (var id in new[] { IdOf(row), IdOf(row)[..8] })
                Assert.Equal(row.GetRawText(), Assert.Single(Rows(await AnswerAsync("--patch", id))).GetRawText());
        }
    }

    [Fact]
    public async Task A_change_is_tracked_by_its_anchor()
    {
        var row = Rows(await AnswerAsync("--all")).First(r => r.GetProperty("git_anchor_id").ValueKind == JsonValueKind.String);
        var anchor = row.GetProperty("git_anchor_id").GetString()!;
        Assert.Equal(row.GetRawText(), Assert.Single(Rows(await AnswerAsync("--anchor", anchor))).GetRawText());
        Assert.Equal(IdOf(row), IdOf(Assert.Single(Rows(await AnswerAsync("--anchor", anchor[..8])))));
    }

    [Fact]
    public async Task A_change_that_never_landed_has_no_anchor() => Assert.All(
        Rows(await AnswerAsync("--all")),
        r => Assert.Equal(r.GetProperty("commit").ValueKind, r.GetProperty("git_anchor_id").ValueKind));

    [Fact]
    public async Task A_list_that_is_cut_says_so()
    {
        var cut = await AnswerAsync("--all", "--limit", "2");
        Assert.Equal((2, true, 2), (cut.GetProperty("count").GetInt32(), cut.GetProperty("truncated").GetBoolean(), Rows(cut).Count));
        Assert.False((await AnswerAsync("--all", "--limit", "6")).GetProperty("truncated").GetBoolean());
        Assert.Contains("--limit", (await sample.TrackAsync("--all", "--limit", "2")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Since_takes_what_was_made_within_a_duration()
    {
        Assert.Equal(SampleContents.Expected.Count, (await AnswerAsync("--since", "5000w")).GetProperty("count").GetInt32());
        var none = await AnswerAsync("--since", "60s");
        Assert.Equal(0, none.GetProperty("count").GetInt32());
        Assert.Empty(Rows(none));
        Assert.Equal(0, (await sample.TrackAsync("--since", "1h")).Code);
        Assert.Equal(0, (await sample.TrackAsync("--since", "2147483647w")).Code);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("1")]
    [InlineData("d")]
    [InlineData("1y")]
    [InlineData("-1d")]
    [InlineData("1.5h")]
    [InlineData("2026-01-31")]
    public async Task A_duration_that_is_none_is_told_what_is_one(string text)
    {
        var result = await RefusedAsync(2, "--since=" + text);
        Assert.Contains("60s, 30m, 1h, 1d or 2w", result.Error, StringComparison.Ordinal);
        Assert.Contains("--since", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--all")]
    [InlineData("--since=1d")]
    [InlineData("--patch=0123456789")]
    [InlineData("--anchor=0123456789")]
    [InlineData("--curve")]
    public async Task A_trace_and_a_choice_from_all_do_not_go_together(string option)
    {
        var result = await RefusedAsync(2, sample.Traces[0], option);
        Assert.Contains($"TRACE and {option.Split('=')[0]} do not go together", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--all --since 1d", "do not go together")]
    [InlineData("--patch 0123456789 --anchor 0123456789", "do not go together")]
    [InlineData("", "Say what to track")]
    [InlineData("--limit 3", "Say what to track")]
    [InlineData("--all --limit 0", "from 1")]
    [InlineData("--all --limit many", "from 1")]
    [InlineData("--curve --limit 3", "--since and --all")]
    [InlineData("--all --by agent", "needs --curve")]
    [InlineData("--all --svg x.svg", "needs --curve")]
    [InlineData("--curve --by colour", "colour")]
    [InlineData("--patch 0123", "first 8")]
    [InlineData("--patch not-an-id", "first 8")]
    public async Task What_makes_no_sense_is_a_usage_error(string arguments, string said)
    {
        var result = await RefusedAsync(2, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--patch")]
    [InlineData("--anchor")]
    public async Task An_id_of_nothing_is_exit_6_and_told_where_the_ids_are(string option)
    {
        var result = await RefusedAsync(6, option, new string('0', 64));
        Assert.Contains("'opentraces trail track --all --json'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_sees_a_table_with_addresses()
    {
        var text = (await sample.TrackAsync("--all")).Text;
        Assert.Contains(sample.Traces[0] + ":", text, StringComparison.Ordinal);
        Assert.Contains("reverted", text, StringComparison.Ordinal);
        Assert.All(Rows(await AnswerAsync("--all")), r => Assert.Contains(IdOf(r)[..8], text, StringComparison.Ordinal));
    }

    private async Task<JsonElement> AnswerAsync(params string[] arguments)
    {
        var result = await sample.TrackAsync([.. arguments, "--json"]);
        Assert.True(result.Code == 0, result.Error);
        return result.Json();
    }

    private async Task<CliResult> RefusedAsync(int code, params string[] arguments)
    {
        var result = await sample.TrackAsync(arguments);
        Assert.Equal(code, result.Code);
        Assert.Empty(result.Bytes);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return result;
    }

    private static List<JsonElement> Rows(JsonElement answer) => [.. answer.GetProperty("patches").EnumerateArray()];

    private static string IdOf(JsonElement row) => row.GetProperty("trace_patch_id").GetString()!;

    private static string? StateOf(JsonElement row) => row.GetProperty("current_survival").GetProperty("survival_state").GetString();
}
