using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>One raw source of a generation.</summary>
/// <param name="Name">As <see cref="RawSource.Name"/>.</param>
/// <param name="Address">The digest of its bytes, which is also where they are.</param>
/// <param name="Length">Their number.</param>
internal readonly record struct StoredSource(string Name, ContentHash Address, long Length);
