using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Teleport;

/// <summary>
/// Reads everything of a repository that is to leave. Nothing can be taken out of an object without making another of it, so what
/// would be replaced elsewhere refuses the whole here, and so does what the tools cannot read.
/// </summary>
internal sealed class EvidenceFloor(IGitRepository repository, SecurityPipeline pipeline, WorkspaceLimits limits)
{
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private long _bytes;

    public async ValueTask PassAsync(Evidence evidence, CancellationToken cancellationToken)
    {
        var git = evidence.Git.SelfContained ? TeleportGit.SelfContained : TeleportGit.Thin;
        var paths = evidence.Objects.ToDictionary(o => o.Id, o => o.Path, StringComparer.Ordinal);
        await foreach (var one in repository.ReadObjectsAsync([.. evidence.Objects.Select(o => o.Id)], limits.Object, cancellationToken).ConfigureAwait(false))
        {
            var where = Name(one, paths[one.Id]);
            _bytes += one.Size;
            if (_bytes > limits.Unpacked)
                throw WorkspaceFailure.TooLarge("What the commits hold", _bytes, limits.Unpacked);
            if (one.Bytes is not { } bytes)
                throw WorkspaceFailure.TooLarge(where, one.Size, limits.Object);
            _names.Add(paths[one.Id]);
            if (one.Kind == "tree")
                _names.UnionWith(ObjectText.NamesOf(bytes, evidence.Git.Sha256));
            else if (one.Kind == "commit")
                await PassAsync(CommitText.Read(bytes).Words, where, git, cancellationToken).ConfigureAwait(false);
            else
                await PassAsync(ObjectText.Decode(bytes) ?? throw WorkspaceFailure.Unreadable(where, "is no text", git), where, git, cancellationToken).ConfigureAwait(false);
        }

        var names = RawJson.Build(w =>
        {
            w.WriteStartArray();
            foreach (var name in _names)
                w.WriteStringValue(name);
            w.WriteEndArray();
        });
        Require((await pipeline.RedactAsync(names, cancellationToken).ConfigureAwait(false)).Report, "", "The name of a file or folder", git);
    }

    private async ValueTask PassAsync(string text, string where, TeleportGit git, CancellationToken cancellationToken)
    {
        var (redacted, report) = await pipeline.RedactAsync(text, cancellationToken: cancellationToken).ConfigureAwait(false);
        Require(report, report.Redactions > 0 ? LineOfFirst(text, redacted) : "", where, git);
    }

    private static void Require(SecurityReport report, string line, string where, TeleportGit git)
    {
        Clearance.Require(report, where);
        if (report.Redactions > 0)
            throw WorkspaceFailure.Holds(where, line + string.Join(", ", report.Rules), git);
    }

    /// <summary>Up to the first finding the two are the same.</summary>
    private static string LineOfFirst(string text, string redacted) => string.Create(
        CultureInfo.InvariantCulture, $"line {1 + text.AsSpan(0, text.AsSpan().CommonPrefixLength(redacted)).Count('\n')}: ");

    private static string Name(GitObject one, string path) => one.Kind switch
    {
        "commit" => $"The message of commit {one.Id}",
        "tree" => $"The folder '{WorkspaceFailure.Plain(path)}'",
        _ => $"The file '{WorkspaceFailure.Plain(path)}'",
    };
}
