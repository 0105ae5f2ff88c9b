namespace OpenTraces.Cli.Sample;

/// <summary>A hunk of the sample and what was built into the repository for it. For checking, never for display.</summary>
/// <param name="Agent">The harness of the session that wrote it.</param>
/// <param name="Path">The file, relative to the repository.</param>
/// <param name="FirstAddedLine">The first added line that is not blank.</param>
/// <param name="State">The survival state at HEAD, in its JSON form.</param>
/// <param name="CommitSubject">The subject of the commit that accepted the hunk; null when none did.</param>
internal sealed record ExpectedPatch(string Agent, string Path, string FirstAddedLine, string State, string? CommitSubject);
