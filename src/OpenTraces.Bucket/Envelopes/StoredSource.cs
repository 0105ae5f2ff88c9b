using OpenTraces.Schema;

namespace OpenTraces.Bucket.Envelopes;

/// <summary>One raw source of a generation.</summary>
/// <param name="Name">As <see cref="RawSource.Name"/>.</param>
/// <param name="Address">The digest of its bytes.</param>
/// <param name="Length">Their number.</param>
/// <param name="Within">
/// The longer blob that begins with these bytes, where they were read after it; null when they are a blob of their own.
/// </param>
internal readonly record struct StoredSource(string Name, ContentHash Address, long Length, ContentHash? Within = null)
{
    /// <summary>The blob whose first <see cref="Length"/> bytes are this source.</summary>
    public ContentHash Blob => Within ?? Address;
}
