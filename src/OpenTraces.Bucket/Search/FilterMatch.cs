using System.IO.Enumeration;
using OpenTraces.Bucket.Index;

namespace OpenTraces.Bucket.Search;

/// <summary>A <see cref="TraceFilter"/> applied to a trace the index has not seen. It must agree with <see cref="FilterSql"/>.</summary>
internal static class FilterMatch
{
    /// <summary>True when the summary alone decides, and lets the trace through.</summary>
    public static bool Summary(TraceFilter filter, TraceSummary summary) =>
        (filter.Agent is null || filter.Agent == summary.Agent)
        && (filter.Since is not { } since || FilterSql.Ticks(summary.TimestampEnd) >= since.UtcTicks)
        && (filter.Project is null || IsIn(summary.Project, FilterSql.Directory(filter.Project)));

    /// <summary>True when a filter asks for what only the steps tell.</summary>
    public static bool NeedsDocument(TraceFilter filter) =>
        filter.Tool is not null || filter.Skill is not null || filter.Files.Count > 0;

    public static bool Document(TraceFilter filter, TraceDocument document) =>
        (filter.Tool is null || document.Tools.Any(t => t.Key.Equals(filter.Tool, StringComparison.OrdinalIgnoreCase)))
        && (filter.Skill is null || document.Skills.Contains(filter.Skill, StringComparer.OrdinalIgnoreCase))
        && (filter.Files.Count == 0 || filter.Files.Select(TouchedFiles.Normalize).Any(f => document.Files.Any(p => IsFile(p, f))));

    private static bool IsIn(string? project, string directory) => project is not null
        && FilterSql.Directory(project) is var ran
        && (ran == directory || ran.StartsWith(directory + "/", StringComparison.Ordinal));

    private static bool IsFile(string path, string wanted) => wanted.AsSpan().ContainsAny('*', '?')
        ? FileSystemName.MatchesSimpleExpression(wanted, path, ignoreCase: false)
            || FileSystemName.MatchesSimpleExpression("*/" + wanted, path, ignoreCase: false)
        : path == wanted || path.EndsWith("/" + wanted, StringComparison.Ordinal);
}
