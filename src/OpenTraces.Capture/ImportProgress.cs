namespace OpenTraces.Capture;

/// <summary>How far an import is.</summary>
/// <param name="Files">Files done.</param>
/// <param name="TotalFiles">Files found.</param>
/// <param name="Bytes">Bytes read.</param>
public readonly record struct ImportProgress(int Files, int TotalFiles, long Bytes);
