using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>The bytes of a native session file, as read. A file that grows meanwhile is read up to <see cref="Length"/>.</summary>
public sealed record RawSource
{
    /// <summary>The name of the main file of a session in every bucket.</summary>
    public const string MainName = "session";

    /// <summary><see cref="MainName"/>, or the companion's path relative to the session file.</summary>
    public required string Name { get; init; }

    /// <summary>The number of bytes that were read.</summary>
    public required long Length { get; init; }

    /// <summary>The digest of those bytes. Storing checks it: a source that changed is refused, not kept half.</summary>
    public required ContentHash Hash { get; init; }

    /// <summary>Where the bytes came from, for people; it is not part of the trace's identity.</summary>
    public string? Location { get; init; }

    /// <summary>
    /// Opens a readable, seekable stream over at least <see cref="Length"/> bytes. Called once or more, until
    /// <see cref="ITraceStore.AddAsync"/> returns; a store keeps neither this nor a stream of it.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The source is that of an import which has ended since: its memory holds another file by now.</exception>
    public required Func<Stream> Open { get; init; }
}
