namespace OpenTraces.Bucket.Security;

/// <summary>A detector that reads each field on its own.</summary>
internal abstract class FinderTool : ISecurityTool
{
    public abstract SecurityToolInfo Info { get; }

    public ValueTask<SecurityOutcome> RunAsync(IReadOnlyList<SecurityField> fields, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var findings = new List<Finding>();
        var hits = new List<RuleHit>();
        for (var i = 0; i < fields.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hits.Clear();
            Find(fields[i], hits);
            hits.Sort(RuleHit.InOrder);
            foreach (var hit in hits)
                findings.Add(hit.ToFinding(i));
        }

        return ValueTask.FromResult(new SecurityOutcome { Findings = findings });
    }

    protected abstract void Find(SecurityField field, List<RuleHit> hits);
}
