namespace OpenTraces.Bucket.Segments;

/// <summary>One line of a store's report about itself.</summary>
internal sealed record StoreNotice(StoreNoticeKind Kind, string Segment, long Offset, long Length);
