using System.IO.Enumeration;
using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.TestKit;

internal static class InMemorySearch
{
    public static SearchResult Run(IReadOnlyList<InMemoryTrace> traces, SearchQuery query, long head)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        var words = Words(query.Text);
        var blank = string.IsNullOrWhiteSpace(query.Text);
        var found = traces
            .Where(t => Matches(t, query.Filter) && (blank || (words.Count > 0 && words.All(w => Holds(t, w)))))
            .OrderByDescending(t => t.ServedGeneration.End).ThenBy(t => t.Key.ToTraceId())
            .Select(t => Hit(t, words))
            .ToList();
        return new SearchResult
        {
            Hits = [.. found.Take(query.Limit)],
            Truncated = found.Count > query.Limit,
            Freshness = new SearchFreshness { Stale = false, IndexedThrough = head, LogHead = head, RebuildRecommended = false },
        };
    }

    public static bool Matches(InMemoryTrace trace, TraceFilter filter)
    {
        var record = trace.ServedGeneration.Trace.Record;
        var project = Slashed(record.Metadata.GetString("cwd"u8)).TrimEnd('/');
        return (filter.Agent is null || filter.Agent == trace.Key.Agent)
            && (filter.Tool is null || Tools(record).Contains(filter.Tool, StringComparer.OrdinalIgnoreCase))
            && (filter.Skill is null || Skills(record).Contains(filter.Skill, StringComparer.OrdinalIgnoreCase))
            && (filter.Files.Count == 0 || filter.Files.Any(f => Files(trace).Any(p => IsFile(p, Slashed(f)))))
            && (filter.Project is null || (project.Length > 0 && (project + "/").StartsWith(Slashed(filter.Project).TrimEnd('/') + "/", StringComparison.Ordinal)))
            && (filter.Since is null || (record.TimestampEnd is not null && trace.ServedGeneration.End >= filter.Since));
    }

    private static bool IsFile(string path, string wanted) => wanted.AsSpan().ContainsAny('*', '?')
        ? FileSystemName.MatchesSimpleExpression(wanted, path, ignoreCase: false)
            || FileSystemName.MatchesSimpleExpression("*/" + wanted, path, ignoreCase: false)
        : path == wanted || path.EndsWith("/" + wanted, StringComparison.Ordinal);

    private static IEnumerable<string> Files(InMemoryTrace trace) => trace.ServedPatches.Select(p => p.Content.FilePath)
        .Concat(trace.ServedGeneration.Trace.Record.Steps.SelectMany(s => s.ToolCalls)
            .Select(c => c.Input.GetString("file_path"u8) ?? c.Input.GetString("path"u8)).OfType<string>())
        .Select(Slashed).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> Tools(TraceRecord record) => record.Steps.SelectMany(s => s.ToolCalls)
        .GroupBy(c => c.ToolName, StringComparer.Ordinal).OrderByDescending(g => g.Count())
        .ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key);

    private static IEnumerable<string> Skills(TraceRecord record) =>
        record.Metadata.TryGetMember("skills"u8, out var skills) && skills.Kind == System.Text.Json.JsonValueKind.Array
            ? skills.ToElement().EnumerateArray().Select(s => s.GetString()!)
            : [];

    private static SearchHit Hit(InMemoryTrace trace, HashSet<string> words)
    {
        var record = trace.ServedGeneration.Trace.Record;
        var best = words.Count == 0 ? null : record.Steps.MaxBy(s => words.Count(w => Text(s).Any(t => HasWord(t, w))));
        var text = best is null ? null : Text(best).FirstOrDefault(t => words.Any(w => HasWord(t, w)));
        var line = (text ?? "").ReplaceLineEndings(" ");
        return new SearchHit
        {
            Trace = trace.Summarize(),
            Address = best is null
                ? new TraceAddress { Trace = trace.Key.ToTraceId().ToString() }
                : TraceAddress.OfStep(trace.Key.ToTraceId(), best.StepIndex),
            Score = words.Count,
            Snippet = line.Length > 240 ? line[..240] : line,
            Files = [.. Files(trace).Take(8)],
            Tools = [.. Tools(record).Take(12)],
            Skills = [.. Skills(record)],
        };
    }

    private static bool Holds(InMemoryTrace trace, string word) =>
        HasWord(trace.Summarize().Title, word)
        || Files(trace).Any(f => HasWord(f, word))
        || trace.ServedGeneration.Trace.Record.Steps.Any(s => Text(s).Any(t => HasWord(t, word)));

    private static IEnumerable<string> Text(Step step) => new[] { step.Content, step.ReasoningContent }
        .Concat(step.ToolCalls.Select(c => c.Input.ToString()))
        .Concat(step.Observations.Select(o => o.Content))
        .OfType<string>();

    private static bool HasWord(string text, string word) => Words(text).Contains(word);

    private static HashSet<string> Words(string? given)
    {
        var text = given ?? "";
        var words = new HashSet<string>(StringComparer.Ordinal);
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
                continue;
            if (i > start)
                words.Add(text[start..i].ToLowerInvariant());
            start = i + 1;
        }

        return words;
    }

    private static string Slashed(string? path) => (path ?? "").Replace('\\', '/');
}
