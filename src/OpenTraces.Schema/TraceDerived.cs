namespace OpenTraces.Schema;

/// <summary>What follows from a record's patches: whether it was committed, as what, and how firmly.</summary>
public static class TraceDerived
{
    /// <summary>
    /// Sets <see cref="Outcome.Committed"/>, <see cref="Outcome.CommitSha"/> and <see cref="TraceRecord.GitLinks"/> from
    /// the anchors of the patches. The commit is the one of the greatest <see cref="GitAnchor.LastSearchedAt"/>, compared as text, as
    /// the format has it: times of one record are to be in one offset. Links that are there keep what they say beyond their revision
    /// and tier, several of the same too; one that does not follow goes. A record without patches is returned as it is, and so is one whose patches were made of an old diff and never
    /// searched for: versions before 0.6 tied commits to a trace without patches.
    /// </summary>
    public static TraceRecord Apply(TraceRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Patches.All(IsFromOldDiff))
            return record;
        string? newest = null, commit = null;
        var links = new List<GitLink>();
        var seen = new HashSet<(string, string)>();
        var held = record.GitLinks.ToLookup(link => (link.Revision, link.Tier));
        foreach (var patch in record.Patches)
        {
            if (patch.Anchor is not { Found: true } anchor)
                continue;
            if (newest is null || string.CompareOrdinal(anchor.LastSearchedAt, newest) > 0)
                (newest, commit) = (anchor.LastSearchedAt, anchor.CommitSha);
            var tier = TierOf(anchor.EvidenceTier);
            foreach (var revision in patch.SupersededBy.Prepend(anchor.CommitSha))
            {
                if (revision is not null && seen.Add((revision, tier)))
                    links.AddRange(held[(revision, tier)].Distinct().DefaultIfEmpty(new GitLink { Revision = revision, Tier = tier }));
            }
        }

        var outcome = record.Outcome;
        if (outcome.Committed == (newest is not null) && outcome.CommitSha == commit && links.SequenceEqual(record.GitLinks))
            return record;
        return record with { Outcome = outcome with { Committed = newest is not null, CommitSha = commit }, GitLinks = links };
    }

    /// <summary>The <see cref="GitLink.Tier"/> of an <see cref="EvidenceTier"/> value; <c>orphan</c> for what is not known.</summary>
    public static string TierOf(string? evidenceTier) => evidenceTier switch
    {
        EvidenceTier.ExactBlobHash or EvidenceTier.ExactRangeHash or EvidenceTier.PatchId => "tool_emitted",
        EvidenceTier.GitCleanRangeHash or EvidenceTier.StructuralSymbol or EvidenceTier.FormatterDivergent =>
            "tool_emitted_with_divergence",
        EvidenceTier.OverlappingHunk or EvidenceTier.TimeFileOverlap => "overlapping",
        _ => "orphan",
    };

    /// <summary>The <see cref="EvidenceTier"/> value that stands for a <see cref="GitLink.Tier"/>: <see cref="TierOf"/> gives the tier back.</summary>
    public static string EvidenceOf(string? tier) => tier switch
    {
        "tool_emitted" => EvidenceTier.ExactRangeHash,
        "tool_emitted_with_divergence" => EvidenceTier.FormatterDivergent,
        "overlapping" => EvidenceTier.OverlappingHunk,
        "orphan" => EvidenceTier.Orphan,
        _ => EvidenceTier.Unknown,
    };

    private static bool IsFromOldDiff(Patch patch) =>
        patch.Anchor is null && patch.CaptureMethod is [UnifiedDiffPatches.CaptureMethod];
}
