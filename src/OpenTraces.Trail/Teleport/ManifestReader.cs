using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Teleport;

/// <summary>Reads a manifest and refuses what no export writes.</summary>
internal sealed class ManifestReader(WorkspaceLimits limits)
{
    public const string SelfContained = "self_contained";
    public const string Thin = "thin";

    private const int MostLimitations = 100;

    public WorkspaceManifest Read(JsonElement root)
    {
        if (!TraceId.TryParse(WorkspaceManifestJson.Text(root, "trace_id"), out var trace))
            throw WorkspaceFailure.Foreign("trace_id is no id");
        var manifest = new WorkspaceManifest
        {
            TraceId = trace,
            Generation = Count(root, "generation"),
            Steps = Count(root, "steps"),
            Patches = Count(root, "patches"),
            Anchored = Count(root, "anchored"),
            Redactions = Count(root, "redactions"),
            Git = root.GetProperty("git") is { ValueKind: not JsonValueKind.Null } git ? Git(git) : null,
            Files = [.. root.GetProperty("files").EnumerateArray().Select(File)],
            Limitations = Limitations(root),
        };
        IEnumerable<string> expected = manifest.Git is null ? WorkspaceFile.Texts : [.. WorkspaceFile.Texts, WorkspaceFile.Bundle];
        return manifest.Files.Select(f => f.Name).Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal))
            ? manifest
            : throw WorkspaceFailure.Foreign("it lists other files than a trace has");
    }

    private ManifestFile File(JsonElement value)
    {
        var file = new ManifestFile(WorkspaceManifestJson.Text(value, "name"), value.GetProperty("bytes").GetInt64(), WorkspaceManifestJson.Text(value, "sha256"));
        var limit = file.Name == WorkspaceFile.Bundle ? limits.Bundle : limits.Text;
        if (file.Bytes < 0 || file.Bytes > limit)
            throw WorkspaceFailure.Foreign("a file of it would be larger than one may be");
        return IsId(file.Sha256, sha256: true) ? file : throw WorkspaceFailure.Foreign("a digest is none");
    }

    private ManifestGit Git(JsonElement value)
    {
        var isSha256 = WorkspaceManifestJson.Text(value, "object_format") switch
        {
            "sha1" => false,
            "sha256" => true,
            var other => throw WorkspaceFailure.Foreign($"it is of a repository with ids by {other}"),
        };
        var git = new ManifestGit
        {
            SelfContained = WorkspaceManifestJson.Text(value, "kind") switch
            {
                SelfContained => true,
                Thin => false,
                var other => throw WorkspaceFailure.Foreign($"its bundle is {other}"),
            },
            Sha256 = isSha256,
            Head = WorkspaceManifestJson.Text(value, "head"),
            Commits = Ids(value, "commits", isSha256),
            Boundary = Ids(value, "boundary", isSha256),
            Prerequisites = Ids(value, "prerequisites", isSha256),
            Objects = Count(value, "objects"),
        };
        return git.Objects <= limits.Objects && git.Commits.Contains(git.Head) && (git.SelfContained || git.Boundary.Count == 0)
            ? git
            : throw WorkspaceFailure.Foreign("its bundle names too many objects, or no commit to check out, or is cut although it is thin");
    }

    private string[] Ids(JsonElement value, string name, bool sha256)
    {
        string[] ids = [.. value.GetProperty(name).EnumerateArray().Select(i => i.GetString() ?? "")];
        return ids.Length <= limits.Objects && ids.All(i => IsId(i, sha256)) && ids.Distinct(StringComparer.Ordinal).Count() == ids.Length
            ? ids
            : throw WorkspaceFailure.Foreign($"{name} are no ids of commits");
    }

    private static string[] Limitations(JsonElement root)
    {
        string[] names = [.. root.GetProperty("limitations").EnumerateArray().Select(i => i.GetString() ?? "")];
        return names.Length <= MostLimitations && names.All(n => n.Length is > 0 and < 100 && n.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
            ? names
            : throw WorkspaceFailure.Foreign("limitations are no names");
    }

    private static int Count(JsonElement value, string name) =>
        value.GetProperty(name).TryGetInt32(out var count) && count >= 0 ? count : throw WorkspaceFailure.Foreign($"{name} is no count");

    private static bool IsId(string text, bool sha256) => text.Length == (sha256 ? 64 : 40) && text.All(char.IsAsciiHexDigitLower);
}
