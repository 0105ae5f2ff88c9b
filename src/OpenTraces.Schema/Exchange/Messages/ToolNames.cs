using System.Globalization;

namespace OpenTraces.Schema;

/// <summary>
/// Names of functions as providers take them: 1 to 64 letters, digits, underscores and hyphens. A name that fits stays;
/// another is repaired, and two different ones never become one.
/// </summary>
internal sealed class ToolNames
{
    private const int Longest = 64;

    private readonly Dictionary<string, string> _fit = new(StringComparer.Ordinal);

    public ToolNames(TraceRecord record, IReadOnlyList<Step> steps)
    {
        var names = record.ToolDefinitions.Select(ToolShape.Of).OfType<ToolShape>().Select(static t => t.Name)
            .Concat(steps.SelectMany(static s => s.ToolCalls).Select(static c => c.ToolName)).Distinct(StringComparer.Ordinal).ToList();
        var taken = names.Where(static n => Plain(n) == n).ToHashSet(StringComparer.Ordinal);
        foreach (var name in names)
            _fit[name] = Plain(name) == name ? name : Take(Plain(name), taken);
    }

    public string Of(string name) => _fit.GetValueOrDefault(name, name);

    private static string Take(string plain, HashSet<string> taken)
    {
        for (var n = 1; ; n++)
        {
            var end = n == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"_{n}");
            var made = plain[..Math.Min(plain.Length, Longest - end.Length)] + end;
            if (taken.Add(made))
                return made;
        }
    }

    private static string Plain(string name)
    {
        if (name.Length == 0)
            return "unnamed";
        return string.Create(Math.Min(name.Length, Longest), name, static (plain, all) =>
        {
            for (var i = 0; i < plain.Length; i++)
                plain[i] = char.IsAsciiLetterOrDigit(all[i]) || all[i] is '_' or '-' ? all[i] : '_';
        });
    }
}
