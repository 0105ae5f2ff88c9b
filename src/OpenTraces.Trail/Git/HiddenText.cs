namespace OpenTraces.Trail.Git;

/// <summary>How files are taken that git calls binary although they may hold text.</summary>
internal enum HiddenText
{
    /// <summary>As git says.</summary>
    Kept,

    /// <summary>Asked about again, where their lines are wanted.</summary>
    LookedFor,

    /// <summary>Every file is text but for those with a zero byte in what changed.</summary>
    Shown,
}
