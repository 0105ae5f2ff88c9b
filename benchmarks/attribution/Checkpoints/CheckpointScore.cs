using System.Globalization;

namespace OpenTraces.Attribution.Checkpoints;

/// <summary>How often the session that a commit names is found.</summary>
internal sealed class CheckpointScore
{
    private readonly SortedDictionary<string, int> _kinds = new(StringComparer.Ordinal);
    private readonly List<string> _wrong = [];
    private int _commits;
    private int _truth;
    private int _claimed;
    private int _right;

    /// <param name="commit">The commit.</param>
    /// <param name="named">The sessions its trailers name, those that can be had.</param>
    /// <param name="changed">Its lines.</param>
    /// <param name="linesOf">The lines of a session's edit calls.</param>
    /// <param name="claims">Sessions that are said to be in it, with how many lines.</param>
    public void Add(string commit, HashSet<string> named, HashSet<string> changed, Func<string, HashSet<string>?> linesOf, Dictionary<string, int>? claims)
    {
        _commits++;
        var said = claims?.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).First().Key;
        var isTrue = named.Any(s => linesOf(s) is { } lines && changed.Overlaps(lines));
        if (!isTrue)
        {
            Count(named.Count == 0 ? "its sessions cannot be had" : said is null ? "shares no line with its session, and none is claimed"
                : named.Contains(said) ? "shares no line with its session, which is claimed" : "shares no line with its session, and another is claimed");
            return;
        }

        _truth++;
        if (said is null)
        {
            Count("missed");
            _wrong.Add($"{commit[..12]} missed, named {string.Join(",", named.Select(n => n[..8]))}");
            return;
        }

        _claimed++;
        if (named.Contains(said))
        {
            _right++;
            return;
        }

        Count(claims!.Keys.Any(named.Contains) ? "another session has more lines" : "another session only");
        _wrong.Add($"{commit[..12]} said {said[..8]} of {string.Join(", ", claims.Select(c => $"{c.Key[..8]}:{c.Value}"))}, named {string.Join(",", named.Select(n => n[..8]))}");
    }

    public void Write(TextWriter to)
    {
        to.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"commits with a trailer: {_commits}; of them true: {_truth}; coverage {(double)_claimed / _truth:0.000}; precision {(double)_right / _claimed:0.000}; recall {(double)_right / _truth:0.000}"));
        foreach (var (kind, count) in _kinds)
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count} {kind}"));
        foreach (var line in _wrong)
            to.WriteLine("  " + line);
    }

    private void Count(string kind) => _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
}
