using System.Globalization;
using System.Text;

namespace OpenTraces.Cli.Commands.Trails;

internal static class LineRanges
{
    /// <summary><c>3-5,9</c> for 3, 4, 5 and 9; a dash for none.</summary>
    public static string Of(IReadOnlyList<int> lines)
    {
        if (lines.Count == 0)
            return "-";
        var text = new StringBuilder();
        for (var i = 0; i < lines.Count;)
        {
            var end = i;
            while (end + 1 < lines.Count && lines[end + 1] == lines[end] + 1)
                end++;
            if (text.Length > 0)
                text.Append(',');
            text.Append(lines[i].ToString(CultureInfo.InvariantCulture));
            if (end > i)
                text.Append(CultureInfo.InvariantCulture, $"-{lines[end]}");
            i = end + 1;
        }

        return text.ToString();
    }
}
