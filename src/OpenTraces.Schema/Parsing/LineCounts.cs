namespace OpenTraces.Schema;

/// <summary>
/// Where the entries of a session file went. An entry is one JSON value; a line that holds two counts twice, a blank or
/// unreadable line counts once. The five parts add up to <see cref="Total"/>.
/// </summary>
public readonly record struct LineCounts
{
    /// <summary>Entries in the file.</summary>
    public int Total => Mapped + Folded + Carried + Ignored + Malformed;

    /// <summary>Entries that became a step.</summary>
    public int Mapped { get; init; }

    /// <summary>Entries that became part of a step another entry started.</summary>
    public int Folded { get; init; }

    /// <summary>Entries kept in the record's header or metadata.</summary>
    public int Carried { get; init; }

    /// <summary>Entries left out, each with a named reason.</summary>
    public int Ignored { get; init; }

    /// <summary>Entries that are not what the format allows, each with line and cause.</summary>
    public int Malformed { get; init; }
}
