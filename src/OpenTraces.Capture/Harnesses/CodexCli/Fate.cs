namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>Where an entry goes, with the reason of one that is ignored.</summary>
internal readonly record struct Fate(EntryFate Where, string? Reason = null);
