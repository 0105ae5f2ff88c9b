namespace OpenTraces.Datasets;

/// <summary>How far a run is.</summary>
/// <param name="Emitted">Rows the workflow has emitted.</param>
/// <param name="Accepted">Rows among them that will be appended.</param>
public sealed record RunProgress(int Emitted, int Accepted);
