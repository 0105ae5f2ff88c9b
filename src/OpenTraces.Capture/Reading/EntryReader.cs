using System.Buffers;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Reading;

/// <summary>
/// Splits a session into its entries in one pass: one JSON value each, however many stand on a line. An object is read
/// straight into the harness's own view; anything else is an ignored or malformed entry with a short name.
/// </summary>
internal sealed class EntryReader : IDisposable
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = TraceJson.MaxDepth, AllowMultipleValues = true };
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n\f\v"u8);

    private readonly LineReader _lines;
    private readonly int _maxLineBytes;
    private readonly List<(int At, long Offset)> _joins = [];
    private ReadOnlyMemory<byte> _rest;
    private long _restOffset;
    private bool _hasRest;
    private bool _lineHadValue;
    private bool _inArray;
    private bool _reread;
    private ContentHash? _firstValue;
    private ContentHash? _firstLine;

    public EntryReader(SessionSource source)
    {
        _maxLineBytes = source.MaxLineBytes;
        _lines = new LineReader(source.Content, source.MaxLineBytes);
    }

    /// <summary>What the current entry is.</summary>
    public EntryState State { get; private set; }

    /// <summary>The reason or cause when the entry is not <see cref="EntryState.Parsed"/>.</summary>
    public string? Cause { get; private set; }

    /// <summary>The physical line on which the entry starts, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The bytes of the current entry, without white space around it; valid until the next read.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; private set; }

    /// <summary>Takes the images and documents of the current entry while it is read.</summary>
    public MediaLog Media { get; } = new();

    /// <summary>
    /// The digest of the first JSON value so far, without white space around it; of the first line that is not blank
    /// while there is none; of nothing in an empty session.
    /// </summary>
    public ContentHash FirstEntry => _firstValue ?? _firstLine ?? ContentHash.Of([]);

    /// <summary>Moves to the next entry, reading an object into <paramref name="target"/>; false at the end.</summary>
    public async ValueTask<bool> ReadAsync(INativeEntry target, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_hasRest && TakeValue(target))
                return true;
            if (!_reread && !await _lines.ReadAsync(cancellationToken).ConfigureAwait(false))
                return false;
            _reread = false;
            if (StartLine())
                return true;
            if (_rest.Span is [(byte)'{'])
                return await JoinLinesAsync(target, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reports an entry that was not parsed; false when it was, and then only its media are reported.</summary>
    public bool TryReport(ISessionSink sink)
    {
        if (State == EntryState.Parsed)
        {
            Media.ReportTo(sink);
            return false;
        }

        sink.Entry(Line, State == EntryState.Ignored ? EntryFate.Ignored : EntryFate.Malformed, Cause);
        return true;
    }

    public void Dispose() => _lines.Dispose();

    /// <summary>Looks at a fresh line; true when the line as a whole is one entry.</summary>
    private bool StartLine()
    {
        Line = _lines.Number;
        _lineHadValue = false;
        _joins.Clear();
        _rest = Trim(_lines.Line, out var skipped);
        _restOffset = _lines.Offset + skipped;
        _hasRest = true;
        if (_rest.IsEmpty)
            return End(EntryState.Ignored, EntryCause.BlankLine);
        _firstLine ??= ContentHash.Of(_rest.Span);
        if (_lines.IsTooLong)
            return End(EntryState.Malformed, EntryCause.LineTooLong);
        if (_rest.Span.StartsWith("//"u8))
            return End(EntryState.Ignored, EntryCause.CommentLine);
        if (_firstValue is null && _rest.Span is [(byte)'['])
            _inArray = true;
        return _inArray && _rest.Span is [(byte)'['] or [(byte)']'] && End(EntryState.Ignored, EntryCause.ArrayFrame);
    }

    /// <summary>Takes the next value of the line; false when only white space is left.</summary>
    private bool TakeValue(INativeEntry target)
    {
        var rest = _rest.Span;
        var skipped = rest.IndexOfAnyExcept(WhiteSpace);
        if (skipped < 0 || (_inArray && _lineHadValue && rest[skipped..].TrimEnd((byte)' ') is [(byte)',']))
        {
            _hasRest = false;
            return false;
        }

        Media.Clear();
        var reader = new Utf8JsonReader(rest, Options);
        try
        {
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            if (isObject)
                target.Read(ref reader, rest);
            else
                reader.Skip();
            return Accept(start, (int)reader.BytesConsumed, isObject);
        }
        catch (JsonException)
        {
            return Reject();
        }
    }

    private bool Accept(int start, int end, bool isObject)
    {
        Utf8 = _rest[start..end];
        _firstValue ??= ContentHash.Of(Utf8.Span);
        if (!Media.IsEmpty)
            Media.Locate(OffsetOf);
        _rest = _rest[end..];
        _restOffset += end;
        _hasRest = !_rest.IsEmpty;
        _lineHadValue = true;
        State = isObject ? EntryState.Parsed : EntryState.Malformed;
        Cause = isObject ? null : EntryCause.NotAnObject;
        return true;
    }

    private bool Reject()
    {
        if (!_lines.IsTerminated)
            return End(EntryState.Malformed, EntryCause.UnterminatedLastLine);
        return End(EntryState.Malformed, System.Text.Unicode.Utf8.IsValid(_rest.Span) ? EntryCause.InvalidJson : EntryCause.InvalidUtf8);
    }

    private bool End(EntryState state, string cause)
    {
        State = state;
        Cause = cause;
        Utf8 = _rest;
        _rest = default;
        _hasRest = false;
        return true;
    }

    /// <summary>
    /// A line that holds nothing but an opening brace begins a pretty-printed object. Its lines are one entry; so are
    /// they when the object turns out to be broken, up to the line that breaks it.
    /// </summary>
    private async ValueTask<bool> JoinLinesAsync(INativeEntry target, CancellationToken cancellationToken)
    {
        var joined = new ArrayBufferWriter<byte>(4096);
        var state = new JsonReaderState(Options);
        var line = Line;
        var consumed = 0;
        while (true)
        {
            _joins.Add((joined.WrittenCount, _lines.Offset));
            joined.Write(_lines.Line.Span);
            joined.Write("\n"u8);
            if (_lines.IsTooLong || joined.WrittenCount > _maxLineBytes)
                return Stop(EntryCause.LineTooLong, rereadLine: false);
            if (!TryAdvance(joined.WrittenSpan, ref state, ref consumed, out var complete))
                return Stop(EntryCause.InvalidJson, rereadLine: _lines.Number > line);
            if (complete)
                break;
            if (!await _lines.ReadAsync(cancellationToken).ConfigureAwait(false))
                return Stop(EntryCause.UnterminatedLastLine, rereadLine: false);
        }

        Line = line;
        _rest = Trim(joined.WrittenMemory, out var skipped);
        _restOffset = skipped;
        _hasRest = true;
        return TakeValue(target);

        bool Stop(string cause, bool rereadLine)
        {
            Line = line;
            _reread = rereadLine;
            return End(EntryState.Malformed, cause);
        }
    }

    /// <summary>Reads on from where the last call stopped; false when what is there is no JSON.</summary>
    private static bool TryAdvance(ReadOnlySpan<byte> joined, ref JsonReaderState state, ref int consumed, out bool complete)
    {
        complete = false;
        var reader = new Utf8JsonReader(joined[consumed..], isFinalBlock: false, state);
        try
        {
            while (!complete && reader.Read())
                complete = reader.CurrentDepth == 0 && reader.TokenType == JsonTokenType.EndObject;
        }
        catch (JsonException)
        {
            return false;
        }

        state = reader.CurrentState;
        consumed += (int)reader.BytesConsumed;
        return true;
    }

    /// <summary>Where a position of the current reader stands in the stream.</summary>
    private long OffsetOf(int position)
    {
        var at = _restOffset + position;
        if (_joins.Count == 0)
            return at;
        var line = _joins.FindLastIndex(j => j.At <= at);
        return _joins[line].Offset + at - _joins[line].At;
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> line, out int skipped)
    {
        var span = line.Span;
        skipped = Math.Max(0, span.IndexOfAnyExcept(WhiteSpace));
        return line[skipped..(span.LastIndexOfAnyExcept(WhiteSpace) + 1)];
    }
}
