namespace OpenTraces.Capture;

/// <summary>Where one native entry went; the members are those of <see cref="Schema.LineCounts"/>.</summary>
public enum EntryFate
{
    /// <summary>It became a step.</summary>
    Mapped,

    /// <summary>It became part of a step another entry started.</summary>
    Folded,

    /// <summary>It is kept in the header or the metadata.</summary>
    Carried,

    /// <summary>It is left out for a named reason.</summary>
    Ignored,

    /// <summary>It is not what the format allows.</summary>
    Malformed,
}
