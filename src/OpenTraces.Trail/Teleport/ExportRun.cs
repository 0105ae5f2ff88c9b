using System.Security.Cryptography;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Blame;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Teleport;

/// <summary>Writes one trace and what took its changes into a folder. Nothing is written before everything is cleared.</summary>
internal sealed class ExportRun(IGitRepository git, ITraceStore store, TeleportOptions options, WorkspaceLimits limits)
{
    private readonly SecurityPipeline _pipeline = SecurityPipeline.CreateForEgress(options.RedactionKey, options.UserNames, options.SecurityTools);

    public async ValueTask<TraceWorkspace> RunAsync(TraceId trace, string folder, CancellationToken cancellationToken)
    {
        FreshFolder.RequireBlank(folder);
        var tracking = await TrackRun.RunAsync(git, store, trace, options.Revision, cancellationToken).ConfigureAwait(false);
        var summary = await store.FindSummaryAsync(trace, cancellationToken).ConfigureAwait(false) ?? throw WorkspaceFailure.NoTrace(trace);
        var record = await store.FindAsync(trace, cancellationToken).ConfigureAwait(false) ?? throw WorkspaceFailure.NoTrace(trace);
        record = CutTexts.Trim(record, out var isCut);
        PatchAnchor[] patches = [.. tracking.Patches.Select(p => p.Anchor)];
        var texts = await TraceFloor.PassAsync(_pipeline, record, patches, cancellationToken).ConfigureAwait(false);
        var evidence = await FindEvidenceAsync(patches, cancellationToken).ConfigureAwait(false);
        var manifest = new WorkspaceManifest
        {
            TraceId = trace,
            Generation = summary.Generation,
            Steps = record.Steps.Count,
            Patches = patches.Length,
            Anchored = patches.Count(p => p.Commit is not null),
            Redactions = texts.Redactions,
            Git = evidence?.Git,
            Files = [Describe(WorkspaceFile.Anchors, texts.Anchors), Describe(WorkspaceFile.Patches, texts.Patches), Describe(WorkspaceFile.Trace, texts.Trace)],
            Limitations = await LimitationsAsync(trace, isCut, texts, evidence, cancellationToken).ConfigureAwait(false),
        };
        await RequireAsync(manifest, cancellationToken).ConfigureAwait(false);
        return await WriteAsync(folder, manifest, texts, evidence, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Evidence?> FindEvidenceAsync(PatchAnchor[] patches, CancellationToken cancellationToken)
    {
        string[] commits = [.. patches.Select(p => p.Commit).OfType<string>().Distinct()];
        if (options.Git == TeleportGit.None || commits.Length == 0)
            return null;
        var evidence = await new EvidenceReading(git, limits).ReadAsync(commits, options.Git == TeleportGit.SelfContained, cancellationToken).ConfigureAwait(false);
        await new EvidenceFloor(git, _pipeline, limits).PassAsync(evidence, cancellationToken).ConfigureAwait(false);
        return evidence;
    }

    private async ValueTask<IReadOnlyList<string>> LimitationsAsync(
        TraceId trace, bool isCut, TraceTexts texts, Evidence? evidence, CancellationToken cancellationToken)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal) { WorkspaceLimitation.RawSession, WorkspaceLimitation.Environment };
        await foreach (var _ in store.ReadMediaAsync(trace, cancellationToken).ConfigureAwait(false))
            names.Add(WorkspaceLimitation.Media);
        if (isCut)
            names.Add(WorkspaceLimitation.LongTexts);
        if (texts.Redactions > 0)
            names.Add(WorkspaceLimitation.Redacted);
        if (evidence is null)
            names.Add(options.Git == TeleportGit.None ? WorkspaceLimitation.NoGit : WorkspaceLimitation.NoCommits);
        else
            names.Add(WorkspaceLimitation.Identities);
        if (evidence is { Git: { SelfContained: true, Boundary.Count: > 0 } })
            names.Add(WorkspaceLimitation.NoHistory);
        if (evidence is { Git: { SelfContained: false, Prerequisites.Count: > 0 } })
            names.Add(WorkspaceLimitation.Thin);
        return [.. names];
    }

    /// <summary>The manifest passes before there is a bundle to describe: a digest more is nothing that a tool could find.</summary>
    private async ValueTask RequireAsync(WorkspaceManifest manifest, CancellationToken cancellationToken)
    {
        foreach (var file in manifest.Files.Where(f => f.Bytes > limits.Text))
            throw WorkspaceFailure.TooLarge(file.Name, file.Bytes, limits.Text);
        var (json, _) = WorkspaceManifestJson.Write(manifest);
        if (json.Length > limits.Manifest)
            throw WorkspaceFailure.TooLarge(WorkspaceFile.Manifest, json.Length, limits.Manifest);
        var report = (await _pipeline.RedactAsync(RawJson.Parse(json), cancellationToken).ConfigureAwait(false)).Report;
        Clearance.Require(report, WorkspaceFile.Manifest);
        if (report.Redactions > 0)
            throw WorkspaceFailure.ManifestHolds(string.Join(", ", report.Rules));
    }

    private async ValueTask<TraceWorkspace> WriteAsync(
        string target, WorkspaceManifest manifest, TraceTexts texts, Evidence? evidence, CancellationToken cancellationToken)
    {
        using var folder = FreshFolder.Begin(target);
        await WriteAsync(folder, WorkspaceFile.Trace, texts.Trace, cancellationToken).ConfigureAwait(false);
        await WriteAsync(folder, WorkspaceFile.Patches, texts.Patches, cancellationToken).ConfigureAwait(false);
        await WriteAsync(folder, WorkspaceFile.Anchors, texts.Anchors, cancellationToken).ConfigureAwait(false);
        if (evidence is not null)
        {
            var bundle = await WriteBundleAsync(folder, evidence, cancellationToken).ConfigureAwait(false);
            manifest = manifest with { Files = [.. manifest.Files.Append(bundle).OrderBy(f => f.Name, StringComparer.Ordinal)] };
        }

        var (json, id) = WorkspaceManifestJson.Write(manifest);
        await WriteAsync(folder, WorkspaceFile.Manifest, json, cancellationToken).ConfigureAwait(false);
        folder.Publish();
        return new TraceWorkspace
        {
            Folder = target,
            WorkspaceId = id,
            TraceId = manifest.TraceId,
            Patches = manifest.Patches,
            Anchored = manifest.Anchored,
            Git = manifest.Git switch { null => TeleportGit.None, { SelfContained: true } => TeleportGit.SelfContained, _ => TeleportGit.Thin },
            Commits = manifest.Git?.Commits ?? [],
            Redactions = manifest.Redactions,
            Limitations = manifest.Limitations,
        };
    }

    private async ValueTask<ManifestFile> WriteBundleAsync(FreshFolder folder, Evidence evidence, CancellationToken cancellationToken)
    {
        var file = folder.Create(WorkspaceFile.Bundle);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(BundleHeader.Write(evidence.Git), cancellationToken).ConfigureAwait(false);
            await git.PackAsync(evidence.Objects, file, cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
            if (file.Length > limits.Bundle)
                throw WorkspaceFailure.TooLarge(WorkspaceFile.Bundle, file.Length, limits.Bundle);
            file.Position = 0;
            var digest = await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false);
            return new ManifestFile(WorkspaceFile.Bundle, file.Length, Convert.ToHexStringLower(digest));
        }
    }

    private static ManifestFile Describe(string name, byte[] bytes) => new(name, bytes.Length, ContentHash.Of(bytes).ToString());

    private static async ValueTask WriteAsync(FreshFolder folder, string name, byte[] bytes, CancellationToken cancellationToken)
    {
        var file = folder.Create(name);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }
    }
}
