using Xunit;

namespace OpenTraces.Bucket.Tests.Security;

public sealed class RegexToolTests
{
    private const string Body20 = "Abcd1234Efgh5678Ijkl";

    public static TheoryData<string, string> Found => new()
    {
        { "jwt_token", Samples.Jwt },
        { "anthropic_api_key", Samples.AnthropicKey },
        { "openai_project_key", "sk-proj-" + Body20 },
        { "openai_api_key", "sk-" + Body20 },
        { "openai_api_key", "sk-live-" + Body20 },
        { "openai_api_key", "sk-prod-" + Body20 },
        { "openai_api_key", "sk-staging-" + Body20 },
        { "huggingface_token", "hf_" + Body20 },
        { "github_token", "gho_" + Body20 },
        { "github_token", "ghs_" + Body20 },
        { "github_token", "ghu_" + Body20 },
        { "github_token", Samples.GitHubToken },
        { "github_pat", "github_pat_" + "11ABCDE_" + Body20 },
        { "pypi_token", "pypi-" + "AgEIcHlwaS5vcmcCJ" + Body20 },
        { "npm_token", "npm_" + Body20 },
        { "aws_access_key", "AKIA" + "IOSFODNN7QWERTYU" },
        { "aws_sts_key", "ASIA" + "IOSFODNN7QWERTYU" },
        { "groq_api_key", "gsk_" + Body20 },
        { "xai_api_key", "xai-" + Body20 },
        { "google_ai_key", "AIza" + Body20 + "0123456789" },
        { "cerebras_api_key", "csk-" + Body20 },
        { "openrouter_api_key", "sk-or-" + "v1-" + Body20 },
        { "vercel_token", "vc_" + Body20 },
        { "slack_token", "xoxb-" + "123456-abcdef" },
        { "stripe_secret_key", "sk_live_" + Body20 + "4x5y" },
        { "stripe_restricted_key", "rk_live_" + Body20 + "4x5y" },
        { "discord_webhook", "https://discord.com/api/webhooks/1234/" + Body20 },
        { "discord_webhook", "https://canary.discordapp.com/api/webhooks/1234/" + Body20 },
        { "private_key", Samples.Pem },
        { "database_url", "postgres://app:pw@db.acme.io/prod" },
        { "database_url", "mysql://root:hunter2@db.internal:3306/x" },
        { "database_url", "postgresql+asyncpg://u:p@10.0.0.3/x" },
        { "database_url", "mongodb://u:p@localhost,db.acme.io/x" },
        { "ipv4_address", "203.0.113.42" },
        { "ipv6_address", "2001:db8:0:0:1:2:3:4" },
        { "ipv6_address", "2001:db8::8a2e:370:7334" },
        { "ipv6_address", "2001:db8::" },
        { "email_address", "jane.doe+x@acme.io" },
        { "email_address", "josé@müller.de" },
        { "credit_card", "4111111111111111" },
        { "credit_card", "4111 1111 1111 1111" },
        { "credit_card", "5500-0055-5555-5559" },
        { "credit_card", "3782 822463 10005" },
        { "ssn", "123-45-6789" },
        { "phone_number", "(555) 123-4567" },
        { "phone_number", "+1 555-123-4567" },
        { "phone_number", "555.123.4567" },
        { "phone_number", "+15551234567" },
    };

    public static TheoryData<string> Ignored => new()
    {
        "eyJ.eyJ.abc", "eyJhbGciOiJIUzI1NiJ9.short.dozjgNryP4J3jVmNHl0w5N",
        "sk-test-" + Body20, "sk-example-" + Body20, "sk-dummy-" + Body20, "sk-placeholder-" + Body20, "sk-ant-your-" + Body20,
        "sk-short", "task-management-for-everybody-in-the-house", "disk-usage-of-everybody-in-the-house", "sk-learn-tutorial-notebook-example-of-many",
        "ghp_short", "shf_" + Body20, "svc_" + Body20, "npm_config_registry_default_value", "AKIA" + "IOSFODNN7QWERTYUX", "AKIA" + "iosfodnn7qwertyu",
        "AIza" + Body20, "xoxq-123456-abcdef", "pypi-publish-release-to-index", "sk_live_" + Body20, "sk_test_" + Body20 + "4x5y",
        "postgres://app:pw@localhost:5432/x", "redis://127.0.0.1:6379/0", "mysql://u:pw@db.example.com/x", "postgres://u@0.0.0.0/abcd",
        "Bearer $TOKEN_FROM_ENVIRONMENT", "Bearer <your-token-goes-right-here>", "Bearer test_0123456789abcdefghij", "bearer of bad news",
        "192.168.1.1", "127.0.0.1", "10.0.0.1", "172.16.0.1", "(192.168.1.1)", "\"10.1.2.3\"", "172.31.255.255", "0.0.0.0", "255.255.255.0",
        "1.2.3.4", "v12.34.56.78", "version 12.34.56.78", "1.2.3.4.5", "999.1.1.1", "12.34.56.789",
        "::1", "std::vector", "ace::bad", "12:34:56", "aa:bb:cc:dd:ee:ff", "fe80::1", "10:20", "a::1",
        "noreply@acme.io", "no-reply@acme.io", "123+me@users.noreply.github.com", "a@example.com", "a@mail.example.org", "a@test.com", "a@localhost",
        "@property", "git@github.com:me/x.git", "logo@2x.png", "left-pad@1.3.0", "a@b", "@scope/pkg",
        "1234567890123456", "12345", "1700000000000", "1700000000000000000", "0.4111111111111111", "4111111111111112",
        "42192107-8208-4960-b702-debd1ab26000", "64 76 65 72 74 69 73 65", "508969536 391728", "4111 1111-1111 1111",
        "a@mail.test", "url.git@github.com", "a@b.example",
        "000-12-3456", "666-12-3456", "900-12-3456", "123-00-4567", "123-45-0000", "x-123-45-6789-1",
        "1700000000", "17000000001700000000", "5551234567", "2024-01-15 12:34", "run 20240115123456",
    };

    [Theory]
    [MemberData(nameof(Found))]
    public void A_secret_is_found_whole_wherever_it_stands(string rule, string secret)
    {
        Assert.All(
            new[] { secret, $"a {secret} b", $"x=\"{secret}\"", $"({secret})", $"line\n{secret}\nline", $"ユニコード {secret} 😀" },
            text => AssertCovered(text, rule, secret));
    }

    [Theory]
    [MemberData(nameof(Found))]
    public void A_secret_is_found_behind_an_escape(string rule, string secret)
    {
        Assert.All(new[] { @"\n", @"\t", "\\u0022", "%3D", "\u001b[32m" }, escape => AssertCovered(escape + secret, rule, secret));
    }

    [Theory]
    [MemberData(nameof(Ignored))]
    public void What_is_no_secret_is_left_alone(string text)
    {
        Assert.Empty(Find(text));
        Assert.Empty(Find($"say {text} again"));
    }

    [Theory]
    [InlineData("4111 1111 1111 1111 2027", "4111 1111 1111 1111")]
    [InlineData("12 4111 1111 1111 1111", "4111 1111 1111 1111")]
    [InlineData("jane@acme.io.", "jane@acme.io")]
    [InlineData("a@b@jane@acme.io", "jane@acme.io")]
    [InlineData("phone: 5551234567", "5551234567")]
    public void Only_the_secret_is_covered(string text, string secret) =>
        Assert.Equal([secret], Find(text).Select(f => text.Substring(f.Start, f.Length)));

    [Fact]
    public void A_bearer_value_is_covered_without_the_word_before_it()
    {
        var text = "Authorization: Bearer " + Samples.Jwt + " and more";

        Assert.All(Find(text), f => Assert.Equal(Samples.Jwt, text.Substring(f.Start, f.Length)));
        Assert.Contains(Find(text), f => f.Rule == "bearer_token");
    }

    [Fact]
    public void A_decorator_at_the_beginning_hides_nothing() =>
        Assert.Contains(Find("@dataclass\nkey = '" + Samples.AnthropicKey + "'"), f => f.Rule == "anthropic_api_key");

    [Fact]
    public void A_key_block_is_covered_to_its_end_even_when_its_line_ends_are_escaped()
    {
        var escaped = Samples.Pem.Replace("\n", "\\n", StringComparison.Ordinal);

        AssertCovered("{\"key\": \"" + escaped + "\"}", "private_key", escaped);
    }

    [Fact]
    public void A_key_block_that_was_cut_is_covered_as_far_as_it_goes()
    {
        var head = Samples.Pem[..Samples.Pem.IndexOf("c2hv", StringComparison.Ordinal)];
        var tail = Samples.Pem[(Samples.Pem.IndexOf('\n', StringComparison.Ordinal) + 1)..];

        AssertCovered(head + "and prose follows", "private_key", head.TrimEnd());
        AssertCovered("prose before\n" + tail, "private_key", tail);
    }

    [Fact]
    public void Two_key_blocks_are_two_findings()
    {
        var text = Samples.Pem + "\nwords between\n" + Samples.Pem;

        Assert.Equal(2, Find(text).Count(f => f.Rule == "private_key"));
        Assert.DoesNotContain(Find(text), f => text.Substring(f.Start, f.Length).Contains("words between", StringComparison.Ordinal));
    }

    [Fact]
    public void An_address_inside_an_allowed_connection_string_is_allowed_too() =>
        Assert.Empty(Find("postgres://jane:pw@db.example.com:5432/app"));

    private static void AssertCovered(string text, string rule, string secret)
    {
        var start = text.IndexOf(secret, StringComparison.Ordinal);
        Assert.True(
            Find(text).Any(f => f.Rule == rule && f.Start <= start && f.Start + f.Length >= start + secret.Length),
            $"{rule} does not cover its secret in: {text}");
    }

    private static IReadOnlyList<Finding> Find(string text) => ToolRunner.Find(SecurityTools.Create("regex", Samples.Key), text);
}
