using OpenTraces.Bucket;

namespace OpenTraces.Datasets.Tests;

internal sealed class SteeredTool(SecurityToolKind kind) : ISecurityTool
{
    public SecurityToolInfo Info { get; } = new() { Name = "steered", Version = "1", Kind = kind };

    public bool Throws { get; init; }

    public string? Verdict { get; init; }

    public ValueTask<SecurityOutcome> RunAsync(IReadOnlyList<SecurityField> fields, CancellationToken cancellationToken = default) =>
        Throws ? throw new InvalidOperationException("no") : ValueTask.FromResult(new SecurityOutcome { Verdict = Verdict });
}
