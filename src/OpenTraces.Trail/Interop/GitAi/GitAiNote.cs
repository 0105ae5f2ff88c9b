using OpenTraces.Schema;

namespace OpenTraces.Trail.Interop.GitAi;

/// <summary>The note that git-ai keeps for a commit under <see cref="Reference"/>.</summary>
internal static class GitAiNote
{
    public const string Reference = "refs/notes/ai";

    public const string Version = "3.0.0";

    public const string SchemaPrefix = "authorship/";

    public const string Divider = "---";

    /// <summary>What git-ai writes where it does not know the model.</summary>
    public const string NoModel = "unknown";

    public static AuthorshipDocument Write(CommitBlame blame, IReadOnlyDictionary<TraceId, string?> models, AuthorshipOptions options)
    {
        var loss = new LossList();
        var authorship = GitAiAuthorship.Of(blame, models, options, loss);
        return new AuthorshipDocument { Text = GitAiWriter.Write(authorship, loss), Loss = loss.ToReport("git-ai", Version) };
    }

    public static CommitAuthorship Read(string text) => GitAiReader.Read(text);
}
