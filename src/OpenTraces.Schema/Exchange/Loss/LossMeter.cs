using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>Compares a document with what came back of it and counts what differs, by path.</summary>
internal sealed class LossMeter(LossRuleSet rules, IReadOnlyList<int>? keptSteps)
{
    private const int LongestName = 64;
    private const int DeepestPath = 16;

    private readonly Dictionary<(string Path, LossKind Kind, string Reason), int> _counts = [];

    public void Compare(RawJson before, RawJson after) => Visit("", before, after, 0);

    public LossReport Report(ExchangeFormat format, string direction, IEnumerable<LossEntry> notes) => new()
    {
        Format = format.Name,
        FormatVersion = format.Version,
        Direction = direction,
        Entries = [.. _counts
            .Select(static c => new LossEntry { Path = c.Key.Path, Kind = c.Key.Kind, Reason = c.Key.Reason, Count = c.Value })
            .Concat(notes)
            .OrderBy(static e => e.Path, StringComparer.Ordinal).ThenBy(static e => e.Kind).ThenBy(static e => e.Reason, StringComparer.Ordinal)],
    };

    private void Visit(string path, RawJson before, RawJson after, int depth)
    {
        if (before.Kind == JsonValueKind.Object && depth < DeepestPath && !rules.IsWhole(path) && after.Kind is JsonValueKind.Object or JsonValueKind.Null)
            VisitObject(path, before, after, depth);
        else if (before.Kind == JsonValueKind.Array && depth < DeepestPath && !rules.IsWhole(path) && after.Kind is JsonValueKind.Array or JsonValueKind.Null)
            VisitArray(path, before, after, depth);
        else
            VisitValue(path, before, after);
    }

    private void VisitObject(string path, RawJson before, RawJson after, int depth)
    {
        var ours = Foreign.Object(before);
        var theirs = Foreign.Object(after);
        foreach (var member in ours.Members)
            Visit(Join(path, member.Name), member.Value, theirs[member.Name], depth + 1);
        foreach (var member in theirs.Members)
        {
            if (rules.CountAdditions && !ours.Has(member.Name) && !Foreign.IsDefault(member.Value))
                VisitValue(Join(path, member.Name), default, member.Value);
        }
    }

    private void VisitArray(string path, RawJson before, RawJson after, int depth)
    {
        var ours = Foreign.Items(before);
        var theirs = Foreign.Items(after);
        var positions = path == "steps" && keptSteps is not null ? Positions(ours.Count) : null;
        path += "[]";
        for (var i = 0; i < ours.Count; i++)
        {
            var at = positions is null ? i : positions[i];
            Visit(path, ours[i], at >= 0 && at < theirs.Count ? theirs[at] : default, depth + 1);
        }

        for (var i = positions is null ? ours.Count : keptSteps!.Count; rules.CountAdditions && i < theirs.Count; i++)
            VisitValue(path, default, theirs[i]);
    }

    private int[] Positions(int count)
    {
        var positions = new int[count];
        Array.Fill(positions, -1);
        for (var i = 0; i < keptSteps!.Count; i++)
            positions[keptSteps[i]] = i;
        return positions;
    }

    private void VisitValue(string path, RawJson before, RawJson after)
    {
        if (Foreign.Same(before, after))
        {
            if (!Foreign.IsDefault(before) && !LossRuleSet.IsDefault(path, before) && rules.CarriedBy(path) is { } carried)
                Count(path, carried.Kind, carried.Reason);
            return;
        }

        var missing = Foreign.IsDefault(after);
        if (missing && Foreign.IsDefault(before))
            return;
        if (before.AsString() is { } text && CleanText.IsBroken(text) && CleanText.Of(text) == after.AsString())
        {
            Count(path, LossKind.Approximated, "A half of a surrogate pair is not Unicode; U+FFFD stands for it.");
            return;
        }

        if (rules.IsElsewhere(path))
            return;
        var rule = rules.Explain(path);
        var kind = missing ? LossKind.Dropped : rule is { Kind: not LossKind.Dropped } other ? other.Kind : LossKind.Approximated;
        Count(path, kind, rule?.Reason ?? (missing ? rules.NoPlace : "It comes back in another form."));
    }

    private void Count(string path, LossKind kind, string reason)
    {
        var key = (path.Length == 0 ? "$" : path, kind, reason);
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }

    private string Join(string path, string name)
    {
        var shown = rules.Maps.Contains(path) || !IsPlain(name) ? "*" : name;
        return path.Length == 0 ? shown : path + "." + shown;
    }

    // A name that is no identifier may be somebody's text, and reports hold none.
    private static bool IsPlain(string name) =>
        name.Length <= LongestName && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '$');
}
