namespace OpenTraces.Schema;

/// <summary>Collects findings up to a limit; what comes after it is one finding more.</summary>
internal sealed class Findings(FindingSeverity unknownValue)
{
    private readonly List<TraceFinding> _items = [];

    public IReadOnlyList<TraceFinding> Items => _items;

    public void Error(string path, string code, string message) => Add(path, code, FindingSeverity.Error, message);

    public void Warning(string path, string code, string message) => Add(path, code, FindingSeverity.Warning, message);

    public void Info(string path, string code, string message) => Add(path, code, FindingSeverity.Info, message);

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

    private void Add(string path, string code, FindingSeverity severity, string message)
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
