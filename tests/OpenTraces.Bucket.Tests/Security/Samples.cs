namespace OpenTraces.Bucket.Tests.Security;

/// <summary>Secrets of no service, put together at run time so that no scanner takes this file for a leak.</summary>
internal static class Samples
{
    public static RedactionKey Key { get; } = new([.. Enumerable.Range(1, RedactionKey.Size).Select(i => (byte)i)]);

    public static string GitHubToken { get; } = "ghp_" + "Abcd1234Efgh5678Ijkl9012";

    public static string AnthropicKey { get; } = "sk-ant-" + "api03-Qw3rTy7uIoP9aSdF2gHjK";

    public static string Jwt { get; } = string.Join('.', "eyJ" + "hbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", "dozjgNryP4J3jVmNHl0w5N");

    public static string RandomToken { get; } = "Zx8" + "Qv3Lm9Rt2Kp7Wn4Yb6Hc1Jd5Fg0Ts";

    public static string HexSecret { get; } = string.Concat(Enumerable.Repeat("9f86d081", 5));

    public static string Pem { get; } =
        "-----BEGIN " + "RSA PRIVATE KEY-----\n"
        + string.Concat(Enumerable.Range(0, 6).Select(i => new string((char)('A' + i), 40) + "b2C4d6E8f0G1h3I5j7K9l/+\n"))
        + "c2hvcnQ=\n-----END " + "RSA PRIVATE KEY-----";
}
