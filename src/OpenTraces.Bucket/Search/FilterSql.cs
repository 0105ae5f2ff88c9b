using System.Globalization;
using System.Text;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Index;

namespace OpenTraces.Bucket.Search;

/// <summary>A <see cref="TraceFilter"/> as a condition over the table <c>traces t</c>.</summary>
internal sealed class FilterSql
{
    private readonly StringBuilder _sql = new("1 = 1");
    private readonly Dictionary<string, object> _parameters = new(StringComparer.Ordinal);

    public FilterSql(TraceFilter filter)
    {
        if (filter.Agent is not null)
            And($"t.agent = {Name(filter.Agent)}");
        if (filter.Tool is not null)
            And($"t.row IN (SELECT row FROM trace_tools WHERE folded = {Name(filter.Tool.ToLowerInvariant())})");
        if (filter.Skill is not null)
            And($"t.row IN (SELECT row FROM trace_skills WHERE folded = {Name(filter.Skill.ToLowerInvariant())})");
        if (filter.Since is { } since)
            And($"t.end_ticks >= {Name(since.UtcTicks)}");
        if (filter.Project is not null)
            AddProject(Directory(filter.Project));
        if (filter.Files.Count > 0)
            And("(" + string.Join(" OR ", filter.Files.Select(FileCondition)) + ")");
    }

    public string Condition => _sql.ToString();

    public IEnumerable<KeyValuePair<string, object>> Parameters => _parameters;

    /// <summary>A directory as it is compared: <c>/</c> between names and none at the end.</summary>
    public static string Directory(string path) => path.Replace('\\', '/').TrimEnd('/');

    /// <summary>UTC ticks of a time; -1 where there is none, so that such a trace comes last and is in no <c>since</c>.</summary>
    public static long Ticks(string? timestamp)
    {
        var instant = ServedGeneration.Instant(timestamp);
        return instant == DateTimeOffset.MinValue ? -1 : instant.UtcTicks;
    }

    private void AddProject(string directory)
    {
        var below = directory + "/";
        And($"(t.directory = {Name(directory)} OR substr(t.directory, 1, {Name(Characters(below))}) = {Name(below)})");
    }

    private string FileCondition(string wanted)
    {
        wanted = TouchedFiles.Normalize(wanted);
        var name = Name(wanted);
        if (wanted.AsSpan().ContainsAny('*', '?'))
        {
            var glob = wanted.Replace("[", "[[]", StringComparison.Ordinal);
            return $"t.row IN (SELECT row FROM trace_files WHERE path GLOB {Name(glob)} OR path GLOB {Name("*/" + glob)})";
        }

        var tail = "/" + wanted;
        return $"t.row IN (SELECT row FROM trace_files WHERE name = {Name(TouchedFiles.NameOf(wanted))} "
            + $"AND (path = {name} OR substr(path, {Name(-Characters(tail))}) = {Name(tail)}))";
    }

    /// <summary>What the database counts as characters.</summary>
    private static int Characters(string text) => text.EnumerateRunes().Count();

    private void And(string condition) => _sql.Append(" AND ").Append(condition);

    private string Name(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"$f{_parameters.Count}");
        _parameters.Add(name, value);
        return name;
    }
}
