using System.Text;
using OpenTraces.Trail.Graphs;

namespace OpenTraces.Cli.Commands.Trails;

/// <summary>Draws the lines of a graph with the signs of a terminal, two columns to a lane.</summary>
internal static class LaneText
{
    private const int Up = 1;
    private const int Down = 2;
    private const int Left = 4;
    private const int Right = 8;

    /// <summary>By the directions a sign leads to.</summary>
    private const string Signs = " ╵╷│╴╯╮┤╶╰╭├─┴┬┼";

    /// <summary>The row of a commit.</summary>
    /// <param name="row">Where it is.</param>
    /// <param name="dot">Its sign.</param>
    public static string OfCommit(GraphRow row, char dot)
    {
        // What passes by another lane passes straight; a line that ends here came in above.
        var passing = row.Lines.Where(l => l.From == l.To && l.From != row.Lane).Select(l => l.From).ToHashSet();
        var text = new StringBuilder();
        for (var lane = 0; lane <= Math.Max(row.Lane, passing.DefaultIfEmpty(0).Max()); lane++)
            text.Append(lane == row.Lane ? dot : passing.Contains(lane) ? '│' : ' ').Append(' ');
        return text.ToString().TrimEnd();
    }

    /// <summary>The row between a commit and the next; null when every line goes straight down.</summary>
    public static string? Below(GraphRow row)
    {
        if (row.Lines.All(l => l.From == l.To))
            return null;
        var cells = new int[(2 * row.Lines.Max(l => Math.Max(l.From, l.To))) + 1];
        foreach (var (from, to) in row.Lines)
        {
            cells[2 * from] |= Up;
            cells[2 * to] |= Down;
            var (first, last) = (2 * Math.Min(from, to), 2 * Math.Max(from, to));
            for (var cell = first; cell <= last; cell++)
                cells[cell] |= (cell > first ? Left : 0) | (cell < last ? Right : 0);
        }

        return string.Concat(cells.Select(c => Signs[c])).TrimEnd();
    }
}
