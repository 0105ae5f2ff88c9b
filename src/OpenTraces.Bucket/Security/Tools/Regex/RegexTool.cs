namespace OpenTraces.Bucket.Security;

/// <summary>Secrets and personal numbers that are told by how they are written: thirty rules.</summary>
internal sealed class RegexTool : FinderTool
{
    public const string ToolName = "regex";
    public const string ToolVersion = "1";

    private static readonly SpanFinder[] Finders = [new TokenFinder(), new JwtFinder(), new PrivateKeyFinder(), new EmailFinder()];
    private static readonly SpanFinder[] NumberFinders = [new ShapeFinder(), new AddressFinder(), new CardFinder()];

    public override SecurityToolInfo Info { get; } =
        new() { Name = ToolName, Version = ToolVersion, Kind = SecurityToolKind.Detector };

    protected override void Find(SecurityField field, List<RuleHit> hits)
    {
        foreach (var finder in Finders)
            finder.Find(field.Text, hits);
        var masked = EscapeMask.Apply(field.Text);
        foreach (var finder in NumberFinders)
            finder.Find(masked, hits);
        var allowed = new List<RuleHit>();
        ShapeFinder.FindAllowed(field.Text, allowed);
        if (allowed.Count > 0)
            hits.RemoveAll(hit => hit.Rule == "email_address" && allowed.Exists(a => a.Overlaps(hit)));
    }
}
