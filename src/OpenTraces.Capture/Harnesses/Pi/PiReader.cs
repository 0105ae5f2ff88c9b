using OpenTraces.Capture.Harnesses.Pi.Lines;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>Gives the entries of a session one by one, those that cannot be read too, without their bytes.</summary>
/// <param name="source">The session.</param>
/// <param name="isOutline">See <see cref="PiLine"/>.</param>
internal sealed class PiReader(SessionSource source, bool isOutline = false) : IDisposable
{
    private readonly EntryReader _reader = new(source);
    private PiLine? _line;

    /// <inheritdoc cref="EntryReader.FirstEntry"/>
    public ContentHash FirstEntry => _reader.FirstEntry;

    /// <summary>The images of the entry read last.</summary>
    public MediaLog Media => _reader.Media;

    /// <summary>The next entry; null at the end.</summary>
    public async ValueTask<PiEntry?> ReadAsync(CancellationToken cancellationToken)
    {
        var line = _line ??= new PiLine(_reader.Media, isOutline);
        if (!await _reader.ReadAsync(line, cancellationToken).ConfigureAwait(false))
            return null;
        var entry = _reader.State == EntryState.Parsed ? line.Entry : new PiEntry();
        entry.Line = _reader.Line;
        if (_reader.State != EntryState.Parsed)
            entry.Settle(_reader.State == EntryState.Ignored ? EntryFate.Ignored : EntryFate.Malformed, _reader.Cause);
        else if (entry.Type is null)
            entry.Settle(EntryFate.Malformed, "no_type");
        return entry;
    }

    public void Dispose() => _reader.Dispose();
}
