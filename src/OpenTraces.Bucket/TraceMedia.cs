using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>An image or a document that a session holds. Steps name it by its address, as <c>sha256:</c> and 64 digits.</summary>
/// <param name="Address">The digest of its bytes.</param>
/// <param name="Length">Their number.</param>
/// <param name="MediaType">As the session names it, for example <c>image/png</c>; null when it does not.</param>
public sealed record TraceMedia(ContentHash Address, long Length, string? MediaType);
