namespace OpenTraces.Capture.Reading;

/// <summary>Where an entry went, and why when it is left out or malformed.</summary>
/// <param name="Fate">Where it went.</param>
/// <param name="Reason">Why, when it is left out or malformed.</param>
/// <param name="Held">Given when a later line decides; the others then say what holds when none does.</param>
internal readonly record struct EntryOutcome(EntryFate Fate, string? Reason = null, HeldEntry? Held = null);
