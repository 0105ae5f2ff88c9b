namespace OpenTraces.Bucket.Tests.Security;

internal sealed class FakeTool(string name, SecurityToolKind kind = SecurityToolKind.Detector) : ISecurityTool
{
    public SecurityToolInfo Info { get; } = new() { Name = name, Version = "1", Kind = kind };

    public bool Throws { get; init; }

    public (int Start, int Length)? Span { get; init; }

    public string? Replacement { get; init; }

    public string? Verdict { get; init; }

    public List<string> Seen { get; } = [];

    public ValueTask<SecurityOutcome> RunAsync(IReadOnlyList<SecurityField> fields, CancellationToken cancellationToken = default)
    {
        Seen.AddRange(fields.Select(f => f.Text));
        if (Throws)
            throw new InvalidOperationException("no");
        Finding[] findings = Span is { } span
            ? [new Finding { Field = 0, Start = span.Start, Length = span.Length, Rule = "fake", Replacement = Replacement }]
            : [];
        return ValueTask.FromResult(new SecurityOutcome { Findings = findings, Verdict = Verdict });
    }
}
