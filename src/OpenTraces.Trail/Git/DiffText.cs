namespace OpenTraces.Trail.Git;

/// <summary>What is kept of the lines of a changed file.</summary>
internal enum DiffText
{
    /// <summary>How many lines were added.</summary>
    Count,

    /// <summary>Of each added line a hash of its words, enough to recognise a line that came from elsewhere.</summary>
    Hashes,

    /// <summary>The lines.</summary>
    Full,
}
