namespace OpenTraces.Schema;

/// <summary>A place of a document that could not be read.</summary>
/// <param name="Path">Where.</param>
/// <param name="Problem">A sentence without any of the document's content.</param>
/// <param name="IsReplaced">Whether a later member of the same name counts instead.</param>
internal readonly record struct UnreadPlace(string Path, string Problem, bool IsReplaced);
