namespace OpenTraces.Capture.Harnesses.ClaudeCode.Edits;

/// <summary>Positions inside a JSON string, counted behind its opening quote.</summary>
/// <param name="Start">Where the first line concerned starts.</param>
/// <param name="At">Where the text found starts.</param>
/// <param name="After">What follows the text found.</param>
/// <param name="End">What follows the last line concerned.</param>
/// <param name="LinesBefore">The lines before the first one concerned.</param>
internal readonly record struct EscapedPlace(int Start, int At, int After, int End, int LinesBefore);
