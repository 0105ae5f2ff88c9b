namespace OpenTraces.Trail.Text;

/// <summary>A line and the line it became, as indices from 0.</summary>
internal readonly record struct LinePair(int Old, int New, bool SameText);
