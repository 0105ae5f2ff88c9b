using FsCheck;
using FsCheck.Fluent;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Bucket.Tests.Security;

public sealed class SecurityPipelineTests
{
    private static readonly string[] Pieces =
    [
        Samples.GitHubToken, Samples.AnthropicKey, Samples.Jwt, Samples.RandomToken, Samples.HexSecret, Samples.Pem, "Bearer ", "secret=", "token: ",
        "postgres://u:", "@db.acme.io/x", "jane@acme.io", "/home/jane/x", "C:\\Users\\", "jane", "~jane", "-home-jane-", "203.0.113.42", "4111 1111 1111 1111",
        "555-123-4567", "build.corp", "arn:aws:iam::123456789012:x", " ", "\n", "\\n", "\"", "=", ":", "/", "-", ".", "@", "1", "a", "😀", "\uD83D", "[REDACTED:",
        "[REDACTED:rule:0123abcd]", "]", "[ot-user-0123abcd]", "https://jira.", "eyJ", "sk-", "-----BEGIN ", "PRIVATE KEY-----",
    ];

    private static readonly SecurityPipeline Floor = SecurityPipeline.CreateForEgress(Samples.Key, ["jane"]);

    [Fact]
    public void Tools_run_in_the_canonical_order_whatever_order_they_are_given_in()
    {
        var names = SecurityPipeline.CreateForEgress(Samples.Key, null, [new FakeTool("zeta", SecurityToolKind.Judge), new FakeTool("trufflehog")])
            .Tools.Select(t => t.Name);

        Assert.Equal(["regex", "entropy", "trufflehog", "business_logic", "path_anonymizer", "zeta"], names);
    }

    [Fact]
    public void The_floor_cannot_be_replaced()
    {
        var error = Assert.Throws<OpenTracesException>(() => SecurityPipeline.CreateForEgress(Samples.Key, null, [new FakeTool("regex")]));

        Assert.Equal(OpenTracesErrorCode.InvalidRequest, error.Code);
    }

    [Fact]
    public void An_unknown_tool_is_refused() =>
        Assert.Equal(OpenTracesErrorCode.InvalidRequest, Assert.Throws<OpenTracesException>(() => SecurityTools.Create("nope", Samples.Key)).Code);

    [Fact]
    public async Task Only_the_strings_with_findings_change_and_every_other_byte_stays()
    {
        var token = Samples.GitHubToken;
        var row = RawJson.Parse($"{{ \"b\" : 1.0,\"a\":[1e3, \"x {token}\"], \"\\u0061\":\"keep \\u00e9 \\/\", \"n\":null,\"a\":-0 }}");

        var result = await Floor.RedactAsync(row, TestContext.Current.CancellationToken);

        var placeholder = $"[REDACTED:github_token:{Samples.Key.TokenOf(token)}]";
        Assert.Equal($"{{ \"b\" : 1.0,\"a\":[1e3, \"x {placeholder}\"], \"\\u0061\":\"keep \\u00e9 \\/\", \"n\":null,\"a\":-0 }}", result.Value.ToString());
        Assert.Equal(1, result.Report.Redactions);
    }

    [Fact]
    public async Task Without_findings_the_same_bytes_come_back()
    {
        var row = RawJson.Parse("{\"a\":\"plain\",\"b\":[1,2.50]}");

        Assert.Equal(row, (await Floor.RedactAsync(row, TestContext.Current.CancellationToken)).Value);
    }

    [Fact]
    public async Task Escapes_quotes_control_characters_and_lone_surrogates_survive_in_a_string_that_changes()
    {
        var row = RawJson.Parse("{\"a\":\"\\ud83d \\\"q\\\" \\\\ \\u0001\\n" + Samples.GitHubToken + " \\ud83d\\ude00\"}");

        var text = (await Floor.RedactAsync(row, TestContext.Current.CancellationToken)).Value.GetString("a"u8);

        Assert.Equal($"\uD83D \"q\" \\ \u0001\n[REDACTED:github_token:{Samples.Key.TokenOf(Samples.GitHubToken)}] 😀", text);
    }

    [Fact]
    public async Task A_secret_written_with_escapes_is_found()
    {
        var escaped = string.Concat(Samples.GitHubToken.Select(c => $"\\u{(int)c:x4}"));
        var row = RawJson.Parse("\"" + escaped + "\"");

        Assert.StartsWith("\"[REDACTED:github_token:", (await Floor.RedactAsync(row, TestContext.Current.CancellationToken)).Value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_in_a_member_name_is_reported_and_not_cleared()
    {
        var row = RawJson.Parse($"{{\"{Samples.GitHubToken}\":1}}");

        var result = await Floor.RedactAsync(row, TestContext.Current.CancellationToken);

        Assert.Contains("github_token", result.Report.NameFindings);
        Assert.Equal(ClearanceState.NotCleared, Clearance.Of(result.Report));
        Assert.Equal(row, result.Value);
    }

    [Fact]
    public async Task The_same_value_gives_the_same_placeholder_in_one_bucket_only()
    {
        var first = await Floor.RedactAsync("a " + Samples.GitHubToken, cancellationToken: TestContext.Current.CancellationToken);
        var second = await Floor.RedactAsync("b " + Samples.GitHubToken, cancellationToken: TestContext.Current.CancellationToken);
        var elsewhere = await SecurityPipeline.CreateForEgress(RedactionKey.CreateRandom())
            .RedactAsync("a " + Samples.GitHubToken, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(first.Value[2..], second.Value[2..]);
        Assert.NotEqual(first.Value, elsewhere.Value);
    }

    [Fact]
    public void Redacting_twice_gives_the_same_value_and_leaves_no_secret() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            var text = string.Concat((bytes ?? []).Select(b => Pieces[b % Pieces.Length]));

            var once = Redact(text);
            var twice = Redact(once);

            return once == twice && !once.Contains(Samples.GitHubToken, StringComparison.Ordinal)
                && !once.Contains(Samples.AnthropicKey, StringComparison.Ordinal);
        }));

    [Fact]
    public async Task A_token_glued_to_another_is_found_once_the_first_is_gone()
    {
        var text = Samples.GitHubToken + "_" + Samples.AnthropicKey;

        var result = await Floor.RedactAsync(text, cancellationToken: TestContext.Current.CancellationToken);

        Assert.DoesNotContain("Abcd1234", result.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("api03", result.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_throws_is_recorded_and_the_others_still_run()
    {
        var pipeline = SecurityPipeline.CreateForEgress(Samples.Key, null, [new FakeTool("broken") { Throws = true }]);

        var result = await pipeline.RedactAsync(Samples.GitHubToken, cancellationToken: TestContext.Current.CancellationToken);

        Assert.StartsWith("[REDACTED:", result.Value, StringComparison.Ordinal);
        Assert.Equal("InvalidOperationException", result.Report.Tools.Single(t => t.Name == "broken").Error);
        Assert.Equal(["tool_error"], Clearance.ReasonsAgainst(result.Report));
    }

    [Fact]
    public async Task A_finding_outside_its_field_is_an_error_of_the_tool()
    {
        var pipeline = SecurityPipeline.Create(Samples.Key, [new FakeTool("liar") { Span = (1, 50) }]);

        var result = await pipeline.RedactAsync("short", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("short", result.Value);
        Assert.NotNull(Assert.Single(result.Report.Tools).Error);
    }

    [Fact]
    public async Task A_tool_that_never_has_enough_costs_its_field_and_not_the_run()
    {
        var pipeline = SecurityPipeline.Create(Samples.Key, [new FakeTool("greedy") { Span = (0, 1), Replacement = "xx" }]);

        var result = await pipeline.RedactAsync("short", cancellationToken: TestContext.Current.CancellationToken);

        Assert.StartsWith("[REDACTED:unstable:", result.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_judge_reads_redacted_text_and_edits_nothing()
    {
        var judge = new FakeTool("judge", SecurityToolKind.Judge) { Span = (0, 1), Verdict = "hold" };
        var pipeline = SecurityPipeline.CreateForEgress(Samples.Key, null, [judge]);

        var result = await pipeline.RedactAsync(Samples.GitHubToken, cancellationToken: TestContext.Current.CancellationToken);

        Assert.DoesNotContain(judge.Seen, text => text.Contains("ghp_", StringComparison.Ordinal));
        Assert.Equal(Assert.Single(judge.Seen), result.Value);
        Assert.Equal(["judge_hold"], Clearance.ReasonsAgainst(result.Report));
    }

    [Fact]
    public async Task Cancellation_gets_out()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Floor.RedactAsync("text", cancellationToken: source.Token));
    }

    private static string Redact(string text) => Floor.RedactAsync(text).AsTask().GetAwaiter().GetResult().Value;
}
