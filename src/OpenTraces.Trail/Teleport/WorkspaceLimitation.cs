namespace OpenTraces.Trail.Teleport;

/// <summary>What a workspace lacks that somebody might look for in it.</summary>
internal static class WorkspaceLimitation
{
    /// <summary>The native session cannot be redacted without another parser's knowledge, so it stays.</summary>
    public const string RawSession = "raw_session_not_carried";

    /// <summary>Images and documents cannot be read by the tools.</summary>
    public const string Media = "media_not_carried";

    /// <summary>Texts over 64 KiB are in it with their beginning only.</summary>
    public const string LongTexts = "long_texts_cut";

    /// <summary>Ids and anchors were computed over the texts as they came.</summary>
    public const string Redacted = "texts_redacted";

    public const string NoCommits = "no_accepting_commits";
    public const string NoGit = "git_not_carried";
    public const string Thin = "git_needs_prerequisites";
    public const string NoHistory = "git_history_not_carried";

    /// <summary>Names and addresses of authors and committers, and signatures, are part of a commit's id.</summary>
    public const string Identities = "commit_identities_carried";

    public const string Environment = "environment_not_captured";
}
