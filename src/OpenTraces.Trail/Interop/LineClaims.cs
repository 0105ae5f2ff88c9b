using System.Globalization;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Interop;

/// <summary>
/// The lines of a commit that patches explain, each with one patch: a firm claim goes before a provisional one, then the
/// later patch before the earlier, as the last writer of a line is its author.
/// </summary>
internal static class LineClaims
{
    /// <summary>In ordinal order of path, then by line.</summary>
    public static IReadOnlyList<LineClaim> Of(CommitBlame blame, AuthorshipOptions options, LossList loss)
    {
        var chosen = new Dictionary<(string Path, int Line), LineClaim>();
        var contested = new HashSet<(string, int)>();
        foreach (var (trace, anchor) in Ordered(blame, options.IncludeProvisional))
        {
            foreach (var line in anchor.Lines)
            {
                var place = (anchor.Path!, line);
                if (chosen.TryGetValue(place, out var other) && other.Trace.TraceId != trace.TraceId)
                    contested.Add(place);
                chosen[place] = new LineClaim(anchor.Path!, line, trace, anchor);
            }
        }

        Report(blame, options, loss);
        loss.Add("traces[].patches[].lines", LossKind.Approximated, "Several sessions explain the line; the last one is named.", contested.Count);
        return [.. chosen.Values.OrderBy(c => c.Path, StringComparer.Ordinal).ThenBy(c => c.Line)];
    }

    /// <summary>The claims in the order in which later ones take the lines of earlier ones.</summary>
    private static IEnumerable<(CommitBlameTrace Trace, PatchAnchor Anchor)> Ordered(CommitBlame blame, bool all) =>
        blame.Traces.SelectMany(t => t.Patches.Select(p => (Trace: t, Anchor: p)))
            .Where(c => c.Anchor is { Path: not null, Lines.Count: > 0 } && (all || c.Anchor.Firm))
            .OrderBy(c => c.Anchor.Firm)
            .ThenBy(c => Time(c.Anchor.Patch.Content.Timestamp))
            .ThenBy(c => c.Trace.TraceId)
            .ThenBy(c => c.Anchor.Patch.Content.StepIndex)
            .ThenBy(c => c.Anchor.Patch.Ordinal);

    /// <summary>What no format of the kind has a place for.</summary>
    private static void Report(CommitBlame blame, AuthorshipOptions options, LossList loss)
    {
        loss.Add("subject", LossKind.Dropped, "The commit is named by its id alone.");
        loss.Add("added_lines", LossKind.Dropped, "Counts follow from the commit and the lines.");
        loss.Add("attributed_lines", LossKind.Dropped, "Counts follow from the commit and the lines.");
        loss.Add("traces[].tier", LossKind.Dropped, "The format does not tell how a line was matched.", blame.Traces.Count);
        foreach (var anchor in blame.Traces.SelectMany(t => t.Patches))
        {
            if (anchor.Path is null || anchor.Lines.Count == 0)
            {
                loss.Add("traces[].patches[]", LossKind.Dropped, "A patch that only took lines away has none to be named for.");
            }
            else if (!anchor.Firm && !options.IncludeProvisional)
            {
                loss.Add("traces[].patches[]", LossKind.Dropped, "The claim is provisional, and only firm ones are written.");
            }
            else
            {
                loss.Add("traces[].patches[].tier", LossKind.Dropped, "The format does not tell how a line was matched.");
                loss.Add("traces[].patches[].patch", LossKind.Dropped, "The format holds lines, not the patches they came from.");
                loss.Add("traces[].patches[].limitations", LossKind.Dropped, "The format does not tell what limits a claim.", anchor.Limitations.Count > 0 ? 1 : 0);
                if (!anchor.Firm)
                    loss.Add("traces[].patches[].firm", LossKind.Dropped, "The claim is provisional and is written all the same.");
            }
        }
    }

    private static DateTimeOffset Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.MinValue;
}
