namespace OpenTraces.Capture;

/// <summary>A session to read: its main file and the files that belong to it, decompressed.</summary>
public sealed record SessionSource
{
    /// <summary>The file's name without folders; some harnesses put ids there.</summary>
    public required string FileName { get; init; }

    /// <summary>The bytes. Read once, from the start, to the end.</summary>
    public required Stream Content { get; init; }

    /// <summary>
    /// Opens the bytes of <see cref="Content"/> once more, from the start; whoever opens them disposes them. Given for a session
    /// too large to be held, so that a parser whose entries find their place only through later ones can look ahead instead of
    /// holding them. Null for others, and where the bytes can be had only once. Should it give other bytes than the content, the
    /// parser throws <see cref="Schema.OpenTracesErrorCode.SourceChanged"/>; parsers that never call it need not care.
    /// </summary>
    public Func<Stream>? Reopen { get; init; }

    /// <summary>
    /// The place of this session among those of its file, from 0, where a file holds a session to a line
    /// (<see cref="IRowParser"/>). Lines that cannot be read count, blank ones do not. Null when the file is one session.
    /// </summary>
    public int? Row { get; init; }

    /// <summary>Small files that belong to the session, by their path relative to it, with <c>/</c> as separator.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Companions { get; init; } =
        new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>The longest line read; a longer one is a malformed entry. Default 64 MiB.</summary>
    public int MaxLineBytes { get; init; } = 64 * 1024 * 1024;
}
