using OpenTraces.Attribution.Truth;

namespace OpenTraces.Attribution.Histories;

/// <summary>A commit whose content is known line by line.</summary>
/// <param name="Tree">Its files.</param>
/// <param name="Parent">The number of its parent; -1 for the first.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Time">When.</param>
/// <param name="Message">The first line.</param>
internal sealed record PlannedCommit(TrueTree Tree, int Parent, string Author, DateTimeOffset Time, string Message);
