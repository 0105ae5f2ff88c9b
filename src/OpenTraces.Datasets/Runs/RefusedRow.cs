namespace OpenTraces.Datasets;

/// <summary>An emitted row that was not kept.</summary>
/// <param name="Position">Its position among the emitted rows, from 1.</param>
/// <param name="Reasons">Why, without any of its content.</param>
public sealed record RefusedRow(int Position, IReadOnlyList<string> Reasons);
