using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// What a document of somebody else said that a record has no member for. It is kept as an unknown member of the step,
/// under <c>exchange.</c> and the format's name, and put back when the step is written in that format again.
/// </summary>
internal static class Original
{
    /// <summary>The members of theirs that ours lacks or has otherwise, down to the value that differs; null when none.</summary>
    public static RawJson? Difference(RawJson theirs, RawJson ours)
    {
        var mine = Foreign.Object(ours);
        var kept = new List<ForeignMember>();
        foreach (var member in Foreign.Object(theirs).Members)
        {
            var value = mine[member.Name];
            if (Foreign.Same(member.Value, value))
                continue;
            if (member.Value.Kind != JsonValueKind.Object || value.Kind != JsonValueKind.Object)
                kept.Add(member);
            else if (Difference(member.Value, value) is { } inner)
                kept.Add(new ForeignMember(member.Name, inner));
        }

        return kept.Count == 0 ? null : OriginalRoot.Of(kept);
    }

    /// <summary>
    /// Ours with the kept members put back, as long as it still reads as what ours says; else only what ours has no
    /// member for is put back.
    /// </summary>
    /// <param name="ours">What the step says now.</param>
    /// <param name="kept">What was kept.</param>
    /// <param name="rewrite">Reads an item and writes it again without anything kept.</param>
    public static RawJson Restore(RawJson ours, RawJson kept, Func<RawJson, RawJson> rewrite)
    {
        var whole = Merge(ours, kept, overrule: true);
        try
        {
            if (Foreign.Same(rewrite(whole), ours))
                return whole;
        }
        catch (OpenTracesException)
        {
            // What was kept no longer reads as a document of the format: fill gaps only.
        }

        return Merge(ours, kept, overrule: false);
    }

    /// <summary>Adds what was kept to the unknown members.</summary>
    public static IReadOnlyList<UnknownMember> Keep(IReadOnlyList<UnknownMember> members, string name, RawJson? kept) => kept is not { } value
        ? members
        : [.. members, new UnknownMember { Name = RawJson.FromTrusted(JsonText.Quote(name)), Value = value }];

    /// <summary>Takes it out again.</summary>
    public static IReadOnlyList<UnknownMember> Take(IReadOnlyList<UnknownMember> members, string name, out RawJson? kept)
    {
        kept = null;
        if (members.Count == 0)
            return members;
        var rest = new List<UnknownMember>(members.Count);
        foreach (var member in members)
        {
            if (member.Name.AsString() == name)
                kept = member.Value;
            else
                rest.Add(member);
        }

        return kept is null ? members : rest;
    }

    /// <summary>Adds members that are missing, object by object; with <paramref name="overrule"/> replaces values too.</summary>
    public static RawJson Merge(RawJson ours, RawJson kept, bool overrule)
    {
        var merged = Foreign.Object(ours).Members.ToList();
        foreach (var member in Foreign.Object(kept).Members)
        {
            var at = merged.FindIndex(m => m.Name == member.Name);
            if (at < 0)
                merged.Add(member);
            else if (merged[at].Value.Kind == JsonValueKind.Object && member.Value.Kind == JsonValueKind.Object)
                merged[at] = new ForeignMember(member.Name, Merge(merged[at].Value, member.Value, overrule));
            else if (overrule)
                merged[at] = member;
        }

        return OriginalRoot.Of(merged);
    }
}
