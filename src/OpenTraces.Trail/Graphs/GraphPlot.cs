using System.Globalization;
using OpenTraces.Trail.Curves;

namespace OpenTraces.Trail.Graphs;

/// <summary>Draws graphs.</summary>
public static class GraphPlot
{
    private const int RowHeight = 26;
    private const int LaneWidth = 16;
    private const int Left = 20;
    private const int Top = 56;
    private const int LongestSubject = 60;
    private const int LongestTraces = 64;

    /// <summary>
    /// Writes an SVG document: a row for each commit with its id, subject and traces; a filled dot took changes of a trace, an empty
    /// one did not. It has no script, asks for nothing from elsewhere, names itself to a screen reader, suits light and dark pages,
    /// and is the same text for the same graph. Lines end with a line feed.
    /// </summary>
    public static void WriteSvg(CommitGraph graph, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(writer);
        var rows = GraphLanes.Of(graph.Commits);
        var lanes = rows.Count == 0 ? 1 : rows.Max(r => r.Lines.Select(l => Math.Max(l.From, l.To)).Append(r.Lane).Max()) + 1;
        var text = Left + (lanes * LaneWidth) + 8;
        var (width, height) = (text + 900, Top + (Math.Max(1, rows.Count) * RowHeight));
        Line(writer, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"graph-title graph-desc\" font-family=\"system-ui, sans-serif\" font-size=\"12\">");
        Line(writer, $"<title id=\"graph-title\">{Title(graph)}</title>");
        Line(writer, $"<desc id=\"graph-desc\">{Describe(graph)}</desc>");
        writer.Write(PlotStyle.Sheet);
        writer.Write(PlotStyle.DotSheet);
        Line(writer, $"<rect class=\"page\" width=\"{width}\" height=\"{height}\"/>");
        Line(writer, $"<text class=\"ink\" x=\"16\" y=\"24\" font-size=\"15\" font-weight=\"600\">{Title(graph)}</text>");
        for (var i = 0; i < rows.Count; i++)
            WriteLines(writer, rows[i], i);
        for (var i = 0; i < rows.Count; i++)
            WriteCommit(writer, graph.Commits[i], rows[i], i, text);
        Line(writer, $"</svg>");
    }

    private static void WriteLines(TextWriter writer, GraphRow row, int index)
    {
        var (from, to) = (Y(index), Y(index + 1));
        foreach (var line in row.Lines)
        {
            var lane = PlotStyle.ColourOf(Math.Max(line.From, line.To));
            if (line.From == line.To)
                Line(writer, $"<path class=\"step {lane}\" d=\"M{X(line.From)} {from}V{to}\"/>");
            else
                Line(writer, $"<path class=\"step {lane}\" d=\"M{X(line.From)} {from}C{X(line.From)} {to} {X(line.To)} {from} {X(line.To)} {to}\"/>");
        }
    }

    private static void WriteCommit(TextWriter writer, GraphCommit commit, GraphRow row, int index, int text)
    {
        var lane = PlotStyle.ColourOf(row.Lane);
        Line(writer, $"<circle class=\"{(commit.Traces.Count > 0 ? "dot" : "ring")} {lane}\" cx=\"{X(row.Lane)}\" cy=\"{Y(index)}\" r=\"5\"/>");
        var traces = string.Join(", ", commit.Traces.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.TraceId.ToString()[..8]} +{t.Lines}")));
        Line(writer, $"<text class=\"quiet\" x=\"{text}\" y=\"{Y(index) + 4}\" font-family=\"ui-monospace, monospace\">{commit.Id[..10]}</text>");
        Line(writer, $"<text class=\"ink\" x=\"{text + 90}\" y=\"{Y(index) + 4}\">{PlotText.Escape(PlotText.Shorten(commit.Subject, LongestSubject))}</text>");
        if (traces.Length > 0)
            Line(writer, $"<text class=\"quiet\" x=\"{text + 480}\" y=\"{Y(index) + 4}\">{PlotText.Escape(PlotText.Shorten(traces, LongestTraces))}</text>");
    }

    private static string Title(CommitGraph graph) => graph.Trace is { } trace
        ? $"Commits that took changes of {trace}" : "Commits and the sessions behind them";

    private static string Describe(CommitGraph graph)
    {
        var taken = graph.Commits.Count(c => c.Traces.Count > 0);
        return string.Create(CultureInfo.InvariantCulture,
            $"{graph.Commits.Count} commits, newest first; {taken} of them took changes of {graph.Commits.SelectMany(c => c.Traces).Select(t => t.TraceId).Distinct().Count()} traces.");
    }

    private static int X(int lane) => Left + (lane * LaneWidth);

    private static int Y(int row) => Top + (row * RowHeight);

    private static void Line(TextWriter writer, FormattableString text) => writer.Write(text.ToString(CultureInfo.InvariantCulture) + "\n");
}
