namespace OpenTraces.Capture.Reading;

/// <summary>What an entry is before its harness looks at it.</summary>
internal enum EntryState
{
    /// <summary>A JSON object; the target holds it.</summary>
    Parsed,

    /// <summary>Nothing to read, for the reason given.</summary>
    Ignored,

    /// <summary>Not readable, for the cause given.</summary>
    Malformed,
}
