namespace OpenTraces.Capture.Harnesses.Edits;

/// <summary>Splits a run of context, removed and added lines into hunks at zero context.</summary>
internal sealed class HunkLines
{
    private readonly List<LineHunk> _hunks;
    private List<string> _removed = [];
    private List<string> _added = [];
    private int? _old;
    private int? _new;

    /// <param name="hunks">Takes the hunks.</param>
    /// <param name="oldStart">The position of the first line in the old file; null when unknown.</param>
    /// <param name="newStart">The same in the new file.</param>
    public HunkLines(List<LineHunk> hunks, int? oldStart, int? newStart)
    {
        _hunks = hunks;
        _old = oldStart;
        _new = newStart;
    }

    public void Context()
    {
        End();
        _old++;
        _new++;
    }

    public void Remove(ReadOnlySpan<char> line) => _removed.Add(TextLines.WithoutCarriageReturn(line).ToString());

    public void Add(ReadOnlySpan<char> line) => _added.Add(TextLines.WithoutCarriageReturn(line).ToString());

    /// <summary>Takes a line with its sign: <c>-</c>, <c>+</c> or a space. One without a sign is context that lost it.</summary>
    public void Signed(ReadOnlySpan<char> line)
    {
        if (line.StartsWith('-'))
            Remove(line[1..]);
        else if (line.StartsWith('+'))
            Add(line[1..]);
        else if (!line.StartsWith('\\'))
            Context();
    }

    /// <summary>Ends the run.</summary>
    public void End()
    {
        if (_removed.Count == 0 && _added.Count == 0)
            return;
        _hunks.Add(new LineHunk(_old, _new, _removed, _added));
        _old += _removed.Count;
        _new += _added.Count;
        _removed = [];
        _added = [];
    }
}
