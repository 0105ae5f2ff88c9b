using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture;

/// <summary>
/// Reads the JSON objects of a session one after the other, for parsers outside this package. Everything that is no object
/// (blank lines, torn lines, bytes that are no JSON, lines over the limit) is reported to the sink on the way, so a parser
/// has to settle only what it is given.
/// </summary>
/// <remarks>
/// (1) Every entry of the source is either given or reported, in file order; several objects on a line are several entries.
/// (2) No content makes it throw. (3) One line is held in memory at a time.
/// </remarks>
[Experimental("OT0001")]
public sealed class SessionEntryReader : IDisposable
{
    private readonly ISessionSink _sink;
    private readonly EntryReader _reader;
    private readonly Copy _copy = new();
    private bool _isOpen;

    /// <summary>Starts before the first entry.</summary>
    public SessionEntryReader(SessionSource source, ISessionSink sink)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        _sink = sink;
        _reader = new EntryReader(source);
    }

    /// <summary>The object read last; the parser's own copy.</summary>
    public RawJson Entry => _copy.Value;

    /// <summary>The physical line it starts on, from 1.</summary>
    public int Line => _reader.Line;

    /// <summary>The digest of the first entry, for <see cref="SessionHeader.FirstEntry"/>; complete after the first read.</summary>
    public ContentHash FirstEntry => _reader.FirstEntry;

    /// <summary>Moves to the next object; false at the end.</summary>
    /// <exception cref="InvalidOperationException">The object before was not settled: it would be lost.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_isOpen)
            throw new InvalidOperationException("Settle an entry before you read the next: every entry has one fate.");
        while (await _reader.ReadAsync(_copy, cancellationToken).ConfigureAwait(false))
        {
            if (_reader.TryReport(_sink))
                continue;
            _isOpen = true;
            return true;
        }

        return false;
    }

    /// <summary>Says where the object went (<see cref="ISessionSink.Entry"/>).</summary>
    public void Settle(EntryFate fate, string? reason = null)
    {
        _isOpen = false;
        _sink.Entry(Line, fate, reason);
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private sealed class Copy : INativeEntry
    {
        public RawJson Value { get; private set; }

        public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> buffer) =>
            Value = NativeJson.Copy(JsonRead.Slice(ref reader, buffer));
    }
}
