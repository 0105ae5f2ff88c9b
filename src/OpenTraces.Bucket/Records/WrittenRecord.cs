using OpenTraces.Schema;

namespace OpenTraces.Bucket.Records;

/// <summary>Where a record was put.</summary>
/// <param name="Record">The blob of its <see cref="StoredRecord"/>.</param>
/// <param name="Trail">The list of the pages of its hunks; null without hunks.</param>
/// <param name="Media">The list of the pages of its media; null without media.</param>
internal sealed record WrittenRecord(ContentHash Record, ContentHash? Trail, ContentHash? Media);
