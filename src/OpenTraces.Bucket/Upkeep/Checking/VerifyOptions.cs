namespace OpenTraces.Bucket;

/// <summary>How much <see cref="TraceBucket.VerifyAsync"/> reads.</summary>
public sealed record VerifyOptions
{
    /// <summary>
    /// Reads a sample of so many objects, events and traces, chosen by the state of the log, so that the same bucket gives the
    /// same sample and a bucket that has grown another one. Null reads everything; default null. At least 1.
    /// </summary>
    public int? Sample { get; init; }

    /// <summary>How many segments are read at once; default the number of processors. The report does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
