using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Teleport;

/// <summary>Whether the texts of a workspace are those of its trace.</summary>
internal static class TextCheck
{
    public static async ValueTask RunAsync(string folder, WorkspaceManifest manifest, CancellationToken cancellationToken)
    {
        var trace = await File.ReadAllBytesAsync(Path.Combine(folder, WorkspaceFile.Trace), cancellationToken).ConfigureAwait(false);
        var patches = await File.ReadAllBytesAsync(Path.Combine(folder, WorkspaceFile.Patches), cancellationToken).ConfigureAwait(false);
        var anchors = await File.ReadAllBytesAsync(Path.Combine(folder, WorkspaceFile.Anchors), cancellationToken).ConfigureAwait(false);
        try
        {
            var record = TraceJson.Parse(trace);
            Require(record.TraceId == manifest.TraceId.ToString() && record.Steps.Count == manifest.Steps, WorkspaceFile.Trace);
            var ids = new HashSet<string>(StringComparer.Ordinal);
            var count = 0;
            foreach (var line in Lines(patches))
            {
                var patch = TraceJson.ParsePatch(patches.AsSpan(line));
                Require(patch.TraceId == manifest.TraceId, WorkspaceFile.Patches);
                ids.Add(patch.PatchId);
                count++;
            }

            Require(count == manifest.Patches, WorkspaceFile.Patches);
            var anchored = 0;
            var commits = manifest.Git?.Commits.ToHashSet(StringComparer.Ordinal);
            foreach (var line in Lines(anchors))
            {
                using var anchor = JsonDocument.Parse(anchors.AsMemory(line), new JsonDocumentOptions { MaxDepth = 8 });
                Require(ids.Contains(WorkspaceManifestJson.Text(anchor.RootElement, "patch_id")), WorkspaceFile.Anchors);
                Require(commits is null || commits.Contains(WorkspaceManifestJson.Text(anchor.RootElement, "commit")), WorkspaceFile.Anchors);
                anchored++;
            }

            Require(anchored == manifest.Anchored, WorkspaceFile.Anchors);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw WorkspaceFailure.Foreign("a line of it is no JSON of a trace");
        }
    }

    private static void Require(bool holds, string file)
    {
        if (!holds)
            throw WorkspaceFailure.Foreign($"{file} tells of another trace than {WorkspaceFile.Manifest}");
    }

    private static IEnumerable<Range> Lines(byte[] text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = Array.IndexOf(text, (byte)'\n', at);
            end = end < 0 ? text.Length : end;
            yield return at..end;
            at = end + 1;
        }
    }
}
