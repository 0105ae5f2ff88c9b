namespace OpenTraces.Trail.Interop;

/// <summary>Collects what is wrong with a document.</summary>
internal sealed class WarningList
{
    private readonly List<AuthorshipWarning> _warnings = [];

    public void Add(int? line, string message) => _warnings.Add(new AuthorshipWarning { Line = line, Message = message });

    /// <summary>Those of lines first, in their order.</summary>
    public IReadOnlyList<AuthorshipWarning> ToList() => [.. _warnings.OrderBy(w => w.Line ?? int.MaxValue)];
}
