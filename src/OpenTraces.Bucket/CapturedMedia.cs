namespace OpenTraces.Bucket;

/// <summary>An image or a document to be kept with a reading.</summary>
public sealed record CapturedMedia
{
    /// <summary>What it is. Storing checks the bytes against it: others are refused, with the whole reading.</summary>
    public required TraceMedia Media { get; init; }

    /// <summary>Opens a readable stream over the decoded bytes. Called when they are stored, for one after the other.</summary>
    public required Func<Stream> Open { get; init; }
}
