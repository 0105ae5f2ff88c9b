namespace OpenTraces.Schema;

/// <summary>
/// Collects findings up to a limit; what comes after it is one finding more. Of a place that could not be read that is all
/// that is said, and what rests on other places (<c>on</c>) is said when all of them were read.
/// </summary>
internal sealed class Findings(FindingSeverity unknownValue)
{
    private readonly List<TraceFinding> _items = [];
    private readonly UnreadPaths _unread = new();
    private readonly HashSet<string> _replaced = new(StringComparer.Ordinal);

    public IReadOnlyList<TraceFinding> Items => _items;

    /// <summary>Said once of a place, and of none below it. What is replaced hides nothing: another value counts.</summary>
    public void Unreadable(UnreadPlace place)
    {
        if (place.IsReplaced ? _replaced.Add(place.Path) : _unread.Add(place.Path) && !_replaced.Contains(place.Path))
            Put(place.Path, "unreadable", FindingSeverity.Error, place.Problem);
    }

    public bool IsWhole(string path) => _unread.IsWhole(path);

    public bool IsUnread(string path) => _unread.Holds(path);

    public void Error(string path, string code, string message, string? on = null) => Add(path, code, FindingSeverity.Error, message, on);

    public void Warning(string path, string code, string message, string? on = null) => Add(path, code, FindingSeverity.Warning, message, on);

    public void Info(string path, string code, string message, string? on = null) => Add(path, code, FindingSeverity.Info, message, on);

    /// <summary>Null is never outside a vocabulary.</summary>
    public void RequireOneOf(IReadOnlyList<string> vocabulary, string? value, string path)
    {
        if (value is not null && !vocabulary.Contains(value))
            Add(path, "unknown_value", unknownValue, $"The value is none of {string.Join(", ", vocabulary)}.");
    }

    public void RequireTime(string? value, string path)
    {
        if (value is not null && !TextShapes.IsTime(value))
            Warning(path, "time_not_iso8601", "The time is not ISO 8601.");
    }

    public void RequireCommit(string? value, string path)
    {
        if (value is not null && !TextShapes.IsCommit(value))
            Warning(path, "commit_malformed", "A commit is 40 or 64 lower-case hexadecimal digits.");
    }

    public void RequireNotNegative(double? value, string path)
    {
        if (value < 0)
            Error(path, "negative_number", "The number is below 0.");
    }

    private void Add(string path, string code, FindingSeverity severity, string message, string? on = null)
    {
        if (!_unread.Holds(path) && (on is null || _unread.IsWhole(on)))
            Put(path, code, severity, message);
    }

    private void Put(string path, string code, FindingSeverity severity, string message)
    {
        if (_items.Count > TraceValidator.MaxFindings)
            return;
        _items.Add(_items.Count < TraceValidator.MaxFindings
            ? new TraceFinding { Path = path, Code = code, Severity = severity, Message = message }
            : new TraceFinding
            {
                Path = "$",
                Code = "more_findings",
                Severity = FindingSeverity.Warning,
                Message = "There are more findings than are listed.",
            });
    }
}
