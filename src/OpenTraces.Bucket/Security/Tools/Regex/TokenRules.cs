using System.Buffers;

namespace OpenTraces.Bucket.Security;

/// <summary>The token families of the <c>regex</c> tool.</summary>
internal static class TokenRules
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> Plain = SearchValues.Create(Alphanumeric);
    private static readonly SearchValues<char> Underscored = SearchValues.Create(Alphanumeric + "_");
    private static readonly SearchValues<char> Hyphenated = SearchValues.Create(Alphanumeric + "-");
    private static readonly SearchValues<char> Word = SearchValues.Create(Alphanumeric + "_-");
    private static readonly SearchValues<char> Upper = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    public static IReadOnlyList<TokenRule> All { get; } =
    [
        new("anthropic_api_key", ["sk-ant-"], Word, 20) { AllowsPlaceholders = true },
        new("openai_project_key", ["sk-proj-"], Word, 20) { StartsWord = true, AllowsPlaceholders = true },
        new("openrouter_api_key", ["sk-or-"], Word, 20) { StartsWord = true, AllowsPlaceholders = true },
        new("openai_api_key", ["sk-"], Word, 20) { StartsWord = true, LooksRandom = true, AllowsPlaceholders = true },
        new("huggingface_token", ["hf_"], Plain, 20) { StartsWord = true },
        new("github_token", ["ghp_", "gho_", "ghs_", "ghu_", "ghr_"], Plain, 20),
        new("github_pat", ["github_pat_"], Underscored, 20),
        new("pypi_token", ["pypi-"], Word, 20) { StartsWord = true, LooksRandom = true },
        new("npm_token", ["npm_"], Plain, 20) { StartsWord = true },
        new("aws_access_key", ["AKIA"], Upper, 16) { ExactLength = 16, StartsWord = true },
        new("aws_sts_key", ["ASIA"], Upper, 16) { ExactLength = 16, StartsWord = true },
        new("groq_api_key", ["gsk_"], Plain, 20) { StartsWord = true },
        new("xai_api_key", ["xai-"], Word, 20) { StartsWord = true, LooksRandom = true },
        new("google_ai_key", ["AIza"], Word, 30),
        new("cerebras_api_key", ["csk-"], Word, 20) { StartsWord = true, LooksRandom = true },
        new("vercel_token", ["vc_"], Plain, 20) { StartsWord = true },
        new("slack_token", ["xoxb-", "xoxp-", "xoxs-", "xoxe-", "xoxa-", "xoxr-"], Hyphenated, 10),
        new("gitlab_token", ["glpat-"], Word, 20),
        new("digitalocean_token", ["dop_v1_", "doo_v1_", "dor_v1_"], Plain, 64),
        new("stripe_secret_key", ["sk_live_"], Plain, 24),
        new("stripe_restricted_key", ["rk_live_"], Plain, 24),
    ];
}
