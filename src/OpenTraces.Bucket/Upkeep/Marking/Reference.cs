using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Marking;

/// <summary>That a trace needs an object.</summary>
/// <param name="Address">The object.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Generation">Of which generation; 0 for what belongs to the trace as a whole.</param>
internal readonly record struct Reference(ContentHash Address, ReferenceKind Kind, int Generation);
