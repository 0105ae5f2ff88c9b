using System.Globalization;
using System.Text;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Interop.AgentTraces;

/// <summary>An Agent Trace record of one commit with every session that wrote it.</summary>
internal static class AgentTraceOfCommit
{
    private const string InMetadata = "A conversation has no place for it; it stands in metadata.";
    private const string OneModel = "The session's main model stands for that of each step.";

    public static AuthorshipDocument Write(CommitBlame blame, IReadOnlyDictionary<TraceId, string?> models, AuthorshipOptions options)
    {
        var loss = new LossList();
        var claims = LineClaims.Of(blame, options, loss);
        var traces = claims.Select(c => c.Trace.TraceId).Distinct().ToArray();
        loss.Add("traces[].agent", LossKind.Carried, InMetadata, traces.Length);
        loss.Add("traces[].session_id", LossKind.Carried, InMetadata, traces.Length);
        loss.Add("traces[].model", LossKind.Approximated, OneModel, traces.Count(t => models.GetValueOrDefault(t) is not null));
        var authorship = Of(blame, claims, models, options.HumanAuthor);
        var text = AgentTraceRecord.Write(authorship, TimeOf(claims), loss);
        return new AuthorshipDocument { Text = text, Loss = loss.ToReport(ExchangeFormat.AgentTrace.Name, ExchangeFormat.AgentTrace.Version) };
    }

    public static CommitAuthorship Read(string text) => AgentTraceRecord.Read(Encoding.UTF8.GetBytes(text));

    private static CommitAuthorship Of(
        CommitBlame blame, IReadOnlyList<LineClaim> claims, IReadOnlyDictionary<TraceId, string?> models, string? human)
    {
        var files = claims.GroupBy(c => c.Path, StringComparer.Ordinal).Select(f => new FileAuthorship
        {
            Path = f.Key,
            Lines = [.. f.GroupBy(c => (c.Trace.TraceId, c.Anchor.Patch.Content.StepIndex, Kind: KindOf(c.Anchor))).SelectMany(g =>
                LineRuns.Of(g.Select(c => c.Line), Author(g.First().Trace, g.Key.Kind), Address(g.Key.TraceId, g.Key.StepIndex)))],
        }).ToArray();
        return new CommitAuthorship
        {
            Format = AuthorshipFormat.AgentTrace,
            FormatVersion = ExchangeFormat.AgentTrace.Version,
            Commit = blame.Commit,
            Authors = [.. files.SelectMany(f => f.Lines).Select(l => l.Author).Distinct()],
            Files = files,
        };

        LineAuthor Author(CommitBlameTrace trace, AuthorKind kind) => new()
        {
            Kind = kind,
            Key = trace.TraceId.ToString(),
            Tool = trace.Agent,
            SessionId = trace.SessionId,
            Model = models.GetValueOrDefault(trace.TraceId),
            Human = human,
        };
    }

    /// <summary>Lines that only resemble the agent's are taken for changed by somebody.</summary>
    private static AuthorKind KindOf(PatchAnchor anchor) => anchor.Tier == EvidenceTier.StructuralSymbol ? AuthorKind.Mixed : AuthorKind.Agent;

    private static string Address(TraceId trace, int step) => string.Create(CultureInfo.InvariantCulture, $"opentraces://{trace}/step_{step}");

    /// <summary>The last time a line was written: the same whenever the record is made.</summary>
    private static string? TimeOf(IReadOnlyList<LineClaim> claims) => claims.Select(c => c.Anchor.Patch.Content.Timestamp)
        .Where(t => DateTimeOffset.TryParse(t, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
        .MaxBy(t => DateTimeOffset.Parse(t!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
}
