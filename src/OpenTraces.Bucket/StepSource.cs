using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>The steps of a reading that is too large to be held at once.</summary>
public sealed record StepSource
{
    /// <summary>How many there are.</summary>
    public required int Count { get; init; }

    /// <summary>
    /// Reads all of them anew, in order. Called once or more, one reading after the other; each gives the same steps, or
    /// throws when what they are read from has changed.
    /// </summary>
    public required Func<CancellationToken, IAsyncEnumerable<Step>> Read { get; init; }

    /// <summary>
    /// The receiver that was given all of them already, so that the store it came from need not read them; null when there is
    /// none. Another store reads them.
    /// </summary>
    public StepReceiver? Received { get; init; }
}
