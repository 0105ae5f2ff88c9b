namespace OpenTraces.Trail.Anchors;

/// <summary>Short names of what limits a claim.</summary>
internal static class Limitation
{
    public const string Ambiguous = "ambiguous";
    public const string IndistinctText = "indistinct_text";
    public const string PartlyCommitted = "partly_committed";
    public const string RepeatedText = "repeated_text";
    public const string Similar = "similar_text";
    public const string ContentUnknown = "content_unknown";
    /// <summary>The patch was made after the commit, by their clocks.</summary>
    public const string CommittedBefore = "committed_before";

    public const string NoTime = "no_timestamp";
    public const string PathBySuffix = "path_by_suffix";
    public const string PathAmbiguous = "path_ambiguous";
    public const string Shallow = "shallow_history";
}
