using OpenTraces.Schema;

namespace OpenTraces.Trail.Interop.GitAi;

/// <summary>Turns the answer about a commit into what a note says: for each file, the lines of each call that wrote any.</summary>
internal static class GitAiAuthorship
{
    private const string OneModel = "A note has one model for a session; the session's main one stands for that of each step.";
    private const string NoModel = "A note must name a model, and none is known.";

    public static CommitAuthorship Of(
        CommitBlame blame, IReadOnlyDictionary<TraceId, string?> models, AuthorshipOptions options, LossList loss)
    {
        var claims = LineClaims.Of(blame, options, loss);
        var authors = new SortedDictionary<string, LineAuthor>(StringComparer.Ordinal);
        foreach (var trace in claims.Select(c => c.Trace).DistinctBy(t => t.TraceId).OrderBy(t => t.TraceId))
            Add(authors, trace, models.GetValueOrDefault(trace.TraceId), options.HumanAuthor, loss);
        return new CommitAuthorship
        {
            Format = AuthorshipFormat.GitAiNote,
            FormatVersion = GitAiNote.Version,
            Commit = blame.Commit,
            Authors = [.. authors.Values],
            Files =
            [
                .. claims.GroupBy(c => c.Path, StringComparer.Ordinal).Select(f => new FileAuthorship
                {
                    Path = f.Key,
                    Lines = [.. f.GroupBy(Key, StringComparer.Ordinal).SelectMany(g => LineRuns.Of(g.Select(c => c.Line), authors[GitAiKeys.EntryOf(g.Key)], g.Key))],
                }),
            ],
        };
    }

    private static void Add(
        SortedDictionary<string, LineAuthor> authors, CommitBlameTrace trace, string? model, string? human, LossList loss)
    {
        var tool = GitAiKeys.ToGitAi(trace.Agent);
        var key = GitAiKeys.Session(tool, trace.SessionId);
        loss.Add("traces[].trace_id", LossKind.Dropped, "A note names the harness's session, which a sub-agent shares with its parent.");
        loss.Add("traces[].agent", LossKind.Renamed, "A note has git-ai's own names of harnesses.", tool == trace.Agent ? 0 : 1);
        loss.Add("traces[].model", LossKind.Approximated, model is null ? NoModel : OneModel);
        if (!authors.TryGetValue(key, out var known))
            authors[key] = Author(key, trace, model, human);
        else if (known.Model is null && model is not null)
            authors[key] = known with { Model = model };
    }

    private static LineAuthor Author(string key, CommitBlameTrace trace, string? model, string? human) => new()
    {
        Kind = AuthorKind.Agent,
        Key = key,
        Tool = trace.Agent,
        SessionId = trace.SessionId,
        Model = model,
        Human = human,
    };

    private static string Key(LineClaim claim) =>
        GitAiKeys.Session(GitAiKeys.ToGitAi(claim.Trace.Agent), claim.Trace.SessionId)
        + GitAiKeys.PartSeparator + GitAiKeys.Part(claim.Trace.TraceId, claim.Anchor.Patch.Content.ToolCallId);
}
