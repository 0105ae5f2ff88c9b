using OpenTraces.Bucket.Records;

namespace OpenTraces.Bucket.Index;

/// <summary>The distinct words of the steps of one page.</summary>
internal sealed record PageWords(Page Page, string Words);
