namespace OpenTraces.Bucket.Tests.Segments;

/// <param name="Kind">What became of a write.</param>
/// <param name="Cut">Where it is torn, in bytes from its beginning; always at the end of a sector.</param>
internal readonly record struct WriteFate(WriteFateKind Kind, int Cut = 0);
