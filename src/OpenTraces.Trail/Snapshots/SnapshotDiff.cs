using System.Globalization;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail.Git;

namespace OpenTraces.Trail.Snapshots;

/// <summary>Makes patches of the difference of two trees.</summary>
/// <param name="git">The repository that has the trees.</param>
/// <param name="root">The top of the working tree, which the paths of patches are relative to.</param>
internal sealed class SnapshotDiff(GitRepository git, string root)
{
    private const string Method = "snapshot";

    public async ValueTask<IReadOnlyList<PatchDraft>> RunAsync(TreePair pair, TraceBoundary boundary, CancellationToken cancellationToken)
    {
        if (pair.Old == pair.New)
            return [];
        var patches = new List<PatchDraft>();
        await foreach (var diff in git.DiffAsync([pair], (_, _) => DiffText.Full, cancellationToken).ConfigureAwait(false))
        {
            foreach (var change in diff.Changes)
                Add(patches, change, boundary);
        }

        return patches;
    }

    private void Add(List<PatchDraft> patches, FileChange change, TraceBoundary boundary)
    {
        var file = new PatchDraft
        {
            FilePath = change.NewPath ?? change.OldPath!,
            OldPath = change.Status == 'R' ? change.OldPath : null,
            Kind = Kind(change.Status),
            ToolCallId = boundary.ToolCallId ?? "",
            // The snapshot does not know it; whoever knows the call's step sets it.
            StepIndex = 0,
            WorkingDirectory = root,
            Timestamp = boundary.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            CaptureMethod = Method,
            Limitations = Lack(change),
        };
        if (change.Hunks.Count == 0)
            patches.Add(file);
        foreach (var hunk in change.Hunks)
            patches.Add(file with { OldStart = hunk.OldStart, NewStart = hunk.NewStart, Removed = hunk.Removed, Added = hunk.Added });
    }

    private static PatchKind Kind(char status) => status switch
    {
        'A' => PatchKind.Add,
        'D' => PatchKind.Delete,
        'R' => PatchKind.Move,
        _ => PatchKind.Modify,
    };

    private static string[] Lack(FileChange change) => change switch
    {
        { IsFile: false } => [SnapshotLimitation.ContentUnknown, SnapshotLimitation.Submodule],
        { IsBinary: true } => [SnapshotLimitation.ContentUnknown],
        { Status: 'M' } when change.OldBlob == change.NewBlob => [SnapshotLimitation.ModeOnly],
        _ => [],
    };
}
