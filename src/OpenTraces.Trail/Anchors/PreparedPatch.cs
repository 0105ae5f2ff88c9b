using OpenTraces.Schema;
using OpenTraces.Trail.Paths;
using OpenTraces.Trail.Snapshots;
using OpenTraces.Trail.Text;

namespace OpenTraces.Trail.Anchors;

/// <summary>A patch in the forms its text is compared in.</summary>
internal sealed class PreparedPatch
{
    public required TracePatch Source { get; init; }

    /// <summary>Position in <see cref="PatchSet.Patches"/>: the order the patches were made in.</summary>
    public required int Index { get; init; }

    public required TranscriptPath Path { get; init; }

    public required TranscriptPath? OldPath { get; init; }

    /// <summary>When the call was made; null when the transcript does not say.</summary>
    public required DateTimeOffset? Time { get; init; }

    public required PatchLines Added { get; init; }

    public required PatchLines Removed { get; init; }

    public required TokenText Tokens { get; init; }

    /// <summary>Distinctive words of the added and of the removed lines.</summary>
    public required HashSet<int> AddedWords { get; init; }

    /// <inheritdoc cref="AddedWords"/>
    public required HashSet<int> RemovedWords { get; init; }

    public PatchDraft Content => Source.Content;

    /// <summary>False when the patch was made after a time, so that a commit of that time cannot hold it even where clocks differ.</summary>
    public bool MayBeOf(DateTimeOffset time) => Time is not { } made || made - PatchSet.Slack <= time;

    /// <summary>False when the patch was made after a time that all clocks agree about. Git's times are whole seconds.</summary>
    public bool IsBefore(DateTimeOffset time) => Time is not { } made || made.ToUnixTimeSeconds() <= time.ToUnixTimeSeconds();

    /// <summary>Calls ran at the same time, and nobody saw which of them made the change: it is claimed for none.</summary>
    public bool IsOfSeveral => Content.Limitations.Contains(SnapshotLimitation.Overlap);

    /// <summary>It names nothing that what it replaced did not name: other spaces, other breaks, a part left out.</summary>
    public bool IsRelayout => Removed.Solid.Length > 0 && AddedWords.IsSubsetOf(RemovedWords);

    public bool HasText => Added.Count > 0 || Removed.Count > 0;

    /// <summary>Words by which the whole change can be told from others.</summary>
    public int AllWords => AddedWords.Count + RemovedWords.Count(w => !AddedWords.Contains(w));
}
