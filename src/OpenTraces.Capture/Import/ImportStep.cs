namespace OpenTraces.Capture.Import;

/// <summary>What came of a file.</summary>
/// <param name="Result">The result of a file that is one session, or none.</param>
/// <param name="Rows">The rows of one that holds a session to a line.</param>
internal readonly record struct ImportStep(ImportResult? Result, RowImport? Rows);
