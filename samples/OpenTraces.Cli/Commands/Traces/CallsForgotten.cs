namespace OpenTraces.Cli.Commands.Traces;

/// <summary>What became of the calls of a forgotten trace's session in the log.</summary>
/// <param name="Removed">Calls that were removed.</param>
/// <param name="Unclaimed">Calls that stay and that no trace held has.</param>
internal sealed record CallsForgotten(int Removed, int Unclaimed);
