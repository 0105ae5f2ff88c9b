namespace OpenTraces.Schema;

/// <summary>One piece of a sliced trace. Positions count the steps from 0 and the end is included.</summary>
/// <param name="Start">Position of the first step.</param>
/// <param name="End">Position of the last step.</param>
/// <param name="Kind">What the piece is, for example <c>user_turn</c>.</param>
/// <param name="Label">A short text a person can tell pieces apart by.</param>
public sealed record Trajectory(int Start, int End, string Kind, string Label);
