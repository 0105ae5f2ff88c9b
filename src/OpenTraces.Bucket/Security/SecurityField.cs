namespace OpenTraces.Bucket;

/// <summary>One piece of text a tool reads.</summary>
/// <param name="Path">Where it stands, for example <c>steps[3].content</c>.</param>
/// <param name="Kind">What sort of text it is.</param>
/// <param name="Text">The text.</param>
public sealed record SecurityField(string Path, SecurityFieldKind Kind, string Text);
