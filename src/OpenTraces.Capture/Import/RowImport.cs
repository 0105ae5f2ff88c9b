using System.Globalization;
using System.Runtime.InteropServices;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>The sessions of a file that holds one to a line, each read and kept before the next is looked at.</summary>
internal sealed class RowImport : IDisposable
{
    private readonly TraceKeeper _keeper;
    private readonly SessionFile _file;
    private readonly IRowParser _parser;
    private readonly LineReader _lines;
    private readonly int _maxLineBytes;
    private int _row = -1;
    private bool _isOver;

    /// <param name="keeper">Takes the traces.</param>
    /// <param name="file">The file, which this closes.</param>
    /// <param name="parser">Reads a row.</param>
    /// <param name="maxLineBytes">The longest row read.</param>
    public RowImport(TraceKeeper keeper, SessionFile file, IRowParser parser, int maxLineBytes)
    {
        _keeper = keeper;
        _file = file;
        _parser = parser;
        _maxLineBytes = maxLineBytes;
        _lines = new LineReader(file.Content, maxLineBytes);
    }

    /// <summary>How far the file is read, in bytes.</summary>
    public long Offset => _isOver ? _file.Length : _lines.Offset;

    /// <summary>What became of the next row; null at the end.</summary>
    public async ValueTask<ImportResult?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!_isOver && await _lines.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (_lines.Line.Span.IndexOfAnyExcept(" \t\r\f\v"u8) < 0)
                    continue;
                _row++;
                return await ReadAsync(cancellationToken).ConfigureAwait(false);
            }

            _isOver = true;
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The lines themselves cannot be read any more: the rows before are kept.
            _isOver = true;
            return new ImportResult { Path = _file.Location, Error = TraceKeeper.Describe(_file.Location, exception) };
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        _file.Dispose();
    }

    private async ValueTask<ImportResult> ReadAsync(CancellationToken cancellationToken)
    {
        if (_lines.IsTooLong)
            return Failed("is longer than a line may be");
        try
        {
            var session = new SessionCollector();
            var source = new SessionSource
            {
                FileName = _file.Name,
                Content = AsStream(_lines.Line),
                MaxLineBytes = _maxLineBytes,
                Row = _row,
            };
            var header = await _parser.ParseAsync(source, session, cancellationToken).ConfigureAwait(false);
            var raw = _file.ToRowSource(_lines.Offset, _lines.Number, _lines.Line.Span);
            var trace = TraceAssembly.Build(header, session, _parser, [raw]);
            if (trace.Report.Lines is { Mapped: 0, Folded: 0, Carried: 0 } lines)
                return lines.Malformed > 0
                    ? Failed($"is no row ({CauseOf(trace.Report.MalformedLines[0].Cause)})")
                    : new ImportResult { Path = _file.Location, Line = _lines.Number, UnsupportedFormat = "empty" };
            return await _keeper.KeepAsync(_file.Location, _lines.Number, trace, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new ImportResult
            {
                Path = _file.Location,
                Line = _lines.Number,
                Error = TraceKeeper.Describe(_file.Location, exception),
            };
        }
    }

    /// <summary>A row is all of its source; only the last of the file may still be being written.</summary>
    private string CauseOf(string cause) =>
        cause == EntryCause.UnterminatedLastLine && _lines.IsTerminated ? EntryCause.InvalidJson : cause;

    private static MemoryStream AsStream(ReadOnlyMemory<byte> line) => MemoryMarshal.TryGetArray(line, out var bytes)
        ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
        : new MemoryStream(line.ToArray(), writable: false);

    private ImportResult Failed(string what) => new()
    {
        Path = _file.Location,
        Line = _lines.Number,
        Error = new OpenTracesException(OpenTracesErrorCode.InvalidTrace, string.Create(CultureInfo.InvariantCulture,
            $"Line {_lines.Number} of '{_file.Location}' {what}. The other rows are not affected; mend the line and import again.")),
    };
}
