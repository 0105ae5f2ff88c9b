using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Capture;

/// <summary>
/// A parser whose files may hold a session to a line: the rows of a data set, an export. An import then makes one trace of
/// each line that is not blank, and the raw source of a trace is the bytes of its line.
/// </summary>
/// <remarks>
/// An import guarantees: (1) the parser gets each row as a source of its own, one line long, with
/// <see cref="SessionSource.Row"/> set; (2) one row is held in memory at a time; (3) a row that cannot be read is a result
/// with an error and costs no other row.
/// </remarks>
[Experimental("OT0001")]
public interface IRowParser : IHarnessParser
{
    /// <summary>
    /// Whether the file holds a session to a line; false when the file is one session. Asked only about files this parser
    /// reads. Decided by content, and throws on no input.
    /// </summary>
    bool HoldsRows(HarnessProbe probe);
}
