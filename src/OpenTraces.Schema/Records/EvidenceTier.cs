namespace OpenTraces.Schema;

/// <summary>The values of <see cref="GitAnchor.EvidenceTier"/>, from the strongest to none.</summary>
public static class EvidenceTier
{
    /// <summary>The whole file is the same blob.</summary>
    public const string ExactBlobHash = "exact_blob_hash";

    /// <summary>The lines are the same bytes.</summary>
    public const string ExactRangeHash = "exact_range_hash";

    /// <summary>The commit has the same patch id.</summary>
    public const string PatchId = "patch_id";

    /// <summary>The lines are the same but for white space.</summary>
    public const string GitCleanRangeHash = "git_clean_range_hash";

    /// <summary>The lines are similar; a guess worth showing, never firm.</summary>
    public const string StructuralSymbol = "structural_symbol";

    /// <summary>The tokens are the same, laid out differently.</summary>
    public const string FormatterDivergent = "formatter_divergent";

    /// <summary>A hunk of the commit overlaps the range.</summary>
    public const string OverlappingHunk = "overlapping_hunk";

    /// <summary>Only time and file agree.</summary>
    public const string TimeFileOverlap = "time_file_overlap";

    /// <summary>No commit holds it.</summary>
    public const string Orphan = "orphan";

    /// <summary>Not decided, or ambiguous.</summary>
    public const string Unknown = "unknown";
}
