using System.Globalization;
using OpenTraces.Capture.Harnesses.Edits;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>
/// Reads the change notation of Pi's <c>edit</c> tool: per line a sign (<c>+</c>, <c>-</c> or space), the line number padded
/// to one width, a space and the text; removed and kept lines carry the old number, added lines the new one, and
/// <c>...</c> in place of a number stands for lines left out.
/// </summary>
internal sealed class PiDiff
{
    private readonly List<LineHunk> _hunks = [];
    private List<string> _removed = [];
    private List<string> _added = [];
    private int _firstRemoved;
    private int _firstAdded;
    private int _shift;

    private PiDiff()
    {
    }

    /// <summary>The hunks at zero context; null when a line is not of this notation.</summary>
    public static IReadOnlyList<LineHunk>? Read(ReadOnlySpan<char> diff)
    {
        var reader = new PiDiff();
        foreach (var range in diff.Split('\n'))
        {
            if (!reader.Take(diff[range]))
                return null;
        }

        reader.End();
        return reader._hunks;
    }

    private bool Take(ReadOnlySpan<char> line)
    {
        if (!TryParse(line, out var number, out var text))
            return false;
        if (line[0] == ' ' || (line[0] == '-' && _added.Count > 0))
            End();
        if (line[0] == '-')
        {
            if (_removed.Count == 0)
                _firstRemoved = number;
            _removed.Add(TextLines.WithoutCarriageReturn(text).ToString());
        }
        else if (line[0] == '+')
        {
            if (_added.Count == 0)
                _firstAdded = number;
            _added.Add(TextLines.WithoutCarriageReturn(text).ToString());
        }

        return true;
    }

    private void End()
    {
        if (_removed.Count == 0 && _added.Count == 0)
            return;
        var oldStart = _removed.Count > 0 ? _firstRemoved : _firstAdded - _shift;
        var newStart = _added.Count > 0 ? _firstAdded : _firstRemoved + _shift;
        _hunks.Add(new LineHunk(oldStart, newStart, _removed, _added));
        _shift += _added.Count - _removed.Count;
        (_removed, _added) = ([], []);
    }

    private static bool TryParse(ReadOnlySpan<char> line, out int number, out ReadOnlySpan<char> text)
    {
        number = 0;
        text = default;
        if (line is not ['+' or '-' or ' ', ..])
            return false;
        var rest = line[1..].TrimStart(' ');
        if (line[0] == ' ' && rest is "...")
            return true;
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
            digits = rest.Length;
        text = digits < rest.Length ? rest[(digits + 1)..] : default;
        return int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && (digits == rest.Length || rest[digits] == ' ');
    }
}
