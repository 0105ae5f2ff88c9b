using OpenTraces.Bucket.Security;
using Xunit;

namespace OpenTraces.Bucket.Tests.Security;

public sealed class EntropyToolTests
{
    [Fact]
    public void Entropy_of_nothing_and_of_one_repeated_character_is_zero()
    {
        Assert.Equal(0, ShannonEntropy.Of(""));
        Assert.Equal(0, ShannonEntropy.Of("aaaaaaaa"));
        Assert.Equal(4, ShannonEntropy.Of("0123456789abcdef"), 10);
    }

    [Fact]
    public void A_random_token_is_found_in_prompts_and_tool_inputs_only()
    {
        Assert.NotEmpty(Find(Samples.RandomToken));
        Assert.NotEmpty(Find(Samples.RandomToken, SecurityFieldKind.ToolInput));
        Assert.Empty(Find(Samples.RandomToken, SecurityFieldKind.ToolResult));
        Assert.Empty(Find(Samples.RandomToken, SecurityFieldKind.Reasoning));
    }

    [Theory]
    [InlineData("abcdefghijklmnopqrstuvwxyz")]
    [InlineData("src/OpenTraces.Bucket/Security/Tools/Entropy/ShannonEntropyXyz.cs")]
    [InlineData("018f3a7e-7c1b-7c3d-9e5f-0123456789ab")]
    [InlineData("9f86d0819f86d0819f86d0819f86d0819f86d081")]
    [InlineData("commit 9f86d0819f86d0819f86d0819f86d0819f86d081")]
    [InlineData("token_hash=9f86d0819f86d0819f86d0819f86d0819f86d081")]
    [InlineData("the token was 9f86d0819f86d081")]
    [InlineData("toolu_01NCAxPbABUFSu8RLAcW2MnVxQz9")]
    [InlineData("git-ai-project__fixtures-with_plumbing-quick-vexed-jobs")]
    public void Words_paths_and_hashes_are_left_alone(string text) => Assert.Empty(Find(text));

    [Theory]
    [InlineData("secret=")]
    [InlineData("API_KEY: ")]
    [InlineData("\"access_token\": \"")]
    [InlineData("\\\"password\\\": \\\"")]
    [InlineData("client_secret => '")]
    [InlineData("DB_PASSWD=")]
    public void Hexadecimal_text_is_found_beside_a_name_that_promises_a_secret(string before)
    {
        var text = before + Samples.HexSecret + "' and";
        var finding = Assert.Single(Find(text));

        Assert.Equal("hex_secret", finding.Rule);
        Assert.Equal(Samples.HexSecret, text.Substring(finding.Start, finding.Length));
    }

    [Fact]
    public void A_json_member_counts_as_the_name()
    {
        Assert.Equal("hex_secret", Assert.Single(Find(Samples.HexSecret, path: "row.api_token")).Rule);
        Assert.Empty(Find(Samples.HexSecret, path: "row.patch_id"));
    }

    [Fact]
    public void A_mixed_value_below_the_threshold_is_found_beside_such_a_name()
    {
        var value = string.Concat(Enumerable.Repeat("aB3dE5gH7jK9mN1p", 2));

        Assert.Empty(Find(value));
        Assert.Equal("keyed_secret", Assert.Single(Find("aws_secret_access_key = " + value)).Rule);
    }

    [Fact]
    public void Padding_belongs_to_the_value_and_the_name_before_an_equals_sign_does_not() =>
        Assert.Equal([Samples.RandomToken + "=="], ToolRunner.Values(SecurityTools.Create("entropy", Samples.Key), "name=" + Samples.RandomToken + "==;"));

    [Theory]
    [InlineData("Bearer test_")]
    [InlineData("sk-example-")]
    public void A_placeholder_that_the_patterns_allow_is_allowed_here_too(string before) => Assert.Empty(Find(before + Samples.RandomToken));

    private static IReadOnlyList<Finding> Find(string text, SecurityFieldKind kind = SecurityFieldKind.General, string path = "") =>
        ToolRunner.Find(SecurityTools.Create("entropy", Samples.Key), text, kind, path);
}
