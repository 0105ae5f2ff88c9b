namespace OpenTraces.Trail.GitHub;

/// <summary>What a finished call printed.</summary>
internal sealed record GhOutput(int ExitCode, string Text, string Error);
