namespace OpenTraces.Capture.Harnesses.ClaudeCode;

/// <summary>Where an entry went, and why when it is left out or malformed.</summary>
internal readonly record struct EntryOutcome(EntryFate Fate, string? Reason = null);
