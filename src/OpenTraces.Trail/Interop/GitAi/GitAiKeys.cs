using System.Security.Cryptography;
using System.Text;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Interop.GitAi;

/// <summary>The names by which git-ai knows sessions, people and tools.</summary>
internal static class GitAiKeys
{
    public const string SessionPrefix = "s_";
    public const string HumanPrefix = "h_";
    public const string PartSeparator = "::";

    private const int Digits = 14;

    /// <summary>The id git-ai itself gives the session, so that both tools name it alike.</summary>
    public static string Session(string tool, string sessionId) => SessionPrefix + Hash($"{tool}:{sessionId}");

    /// <summary>A part of a session's work. git-ai draws it at random; here one call of a tool has always the same.</summary>
    public static string Part(TraceId trace, string toolCallId) => "t_" + Hash($"opentraces.authorship.part\0{trace}\0{toolCallId}");

    /// <summary>The entry of the metadata that an attestation key belongs to.</summary>
    public static string EntryOf(string key) => key.StartsWith(SessionPrefix, StringComparison.Ordinal)
        && key.IndexOf(PartSeparator, StringComparison.Ordinal) is > 0 and var at ? key[..at] : key;

    /// <summary>git-ai's name of a harness.</summary>
    public static string ToGitAi(string agent) => agent switch
    {
        "claude-code" => "claude",
        "codex-cli" => "codex",
        _ => agent,
    };

    /// <summary>The harness that a name of git-ai stands for.</summary>
    public static string FromGitAi(string tool) => tool switch
    {
        "claude" => "claude-code",
        "codex" => "codex-cli",
        _ => tool,
    };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits];
}
