using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Teleport;

/// <summary>
/// Reads everything of a repository that is to leave. Nothing can be taken out of an object without making another of it, so what
/// would be replaced elsewhere refuses the whole here, and so does what the tools cannot read.
/// </summary>
internal sealed class EvidenceFloor(IGitRepository git, SecurityPipeline pipeline, WorkspaceLimits limits)
{
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private long _bytes;

    public async ValueTask PassAsync(Evidence evidence, CancellationToken cancellationToken)
    {
        var paths = evidence.Objects.ToDictionary(o => o.Id, o => o.Path, StringComparer.Ordinal);
        await foreach (var one in git.ReadObjectsAsync([.. evidence.Objects.Select(o => o.Id)], limits.Object, cancellationToken).ConfigureAwait(false))
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
                await PassAsync(CommitText.Read(bytes).Words, where, cancellationToken).ConfigureAwait(false);
            else
                await PassAsync(ObjectText.Decode(bytes) ?? throw WorkspaceFailure.Unreadable(where, "is no text"), where, cancellationToken).ConfigureAwait(false);
        }

        var names = RawJson.Build(w =>
        {
            w.WriteStartArray();
            foreach (var name in _names)
                w.WriteStringValue(name);
            w.WriteEndArray();
        });
        Require((await pipeline.RedactAsync(names, cancellationToken).ConfigureAwait(false)).Report, "The name of a file or folder");
    }

    private async ValueTask PassAsync(string text, string where, CancellationToken cancellationToken) =>
        Require((await pipeline.RedactAsync(text, cancellationToken: cancellationToken).ConfigureAwait(false)).Report, where);

    private static void Require(SecurityReport report, string where)
    {
        Clearance.Require(report, where);
        if (report.Redactions > 0)
            throw WorkspaceFailure.Holds(where, string.Join(", ", report.Tools.Where(t => t.Findings > 0).Select(t => t.Name)));
    }

    private static string Name(GitObject one, string path) => one.Kind switch
    {
        "commit" => $"The message of commit {one.Id}",
        "tree" => $"The folder '{WorkspaceFailure.Plain(path)}'",
        _ => $"The file '{WorkspaceFailure.Plain(path)}'",
    };
}
