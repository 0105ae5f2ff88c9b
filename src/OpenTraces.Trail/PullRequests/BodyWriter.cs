using System.Globalization;
using System.Text;
using OpenTraces.Schema;

namespace OpenTraces.Trail.PullRequests;

/// <summary>Lays out what a branch brings. The same branch and words give the same bytes.</summary>
internal sealed class BodyWriter(Branch branch, BranchWords words)
{
    /// <summary>The layout; another one gets another number.</summary>
    public const string Layout = "opentraces.pull_request.v1";

    private const int MaxHeadline = 400;
    private const int MaxAsk = 600;
    private const int MaxSubject = 200;
    private const int MaxSubjects = 100;
    private const int MaxFiles = 8;
    private const int ShaLength = 10;

    /// <summary>GitHub takes 65,536 characters; the rest is for the sections behind the commits, and for the marks around the text.</summary>
    private const int MaxLength = 56 * 1024;

    private readonly StringBuilder _text = new();

    public string Write()
    {
        Intent();
        Changes();
        Trails();
        Toolbox();
        Provenance();
        return _text.ToString();
    }

    private void Intent()
    {
        Line("## Intent").Line();
        // Most lines first; of equals the one that says more, then the first.
        var headline = branch.Parts.SelectMany(p => p.Asks.Take(1).Select(ask => (Ask: ask, p.Lines)))
            .GroupBy(p => p.Ask)
            .OrderByDescending(g => g.Sum(p => p.Lines))
            .ThenByDescending(g => words.Asks[g.Key].Length)
            .ThenBy(g => g.Key.Trace)
            .ThenBy(g => g.Key.Step)
            .Select(g => g.Key)
            .FirstOrDefault();
        if (headline is null)
            Line("_No prompt of a stored session stands behind this branch._").Line();
        else
            Line($"> {QuotedText.Markdown(words.Asks[headline], MaxHeadline)}").Line();
    }

    private void Changes()
    {
        Line("## What Changed").Line();
        BranchCommit[] own = [.. branch.Commits.Where(c => !c.IsMerge)];
        foreach (var commit in own.Take(MaxSubjects))
            Line($"- {QuotedText.Markdown(Subject(commit), MaxSubject)}");
        if (own.Length > MaxSubjects)
            Line($"- and {own.Length - MaxSubjects} more commits");
        if (branch.Commits.Count == 0)
            Line("_Nothing: the base has every commit of the head._");
        else if (own.Length == 0)
            Line("_Nothing but merges._");
        Line();
    }

    private void Trails()
    {
        Line("## Commits & Trails").Line();
        if (branch.Commits.Count == 0)
        {
            Line("_No commits._").Line();
            return;
        }

        var patches = branch.Parts.SelectMany(p => p.Patches).ToArray();
        if (patches.Length > 0)
            Line($"Of the lines that sessions wrote here, {patches.Sum(p => p.LinesAlive)} of {patches.Sum(p => p.LinesWritten)} are alive at `{branch.Head[..ShaLength]}`: {States(patches)}.").Line();
        for (var i = 0; i < branch.Commits.Count; i++)
        {
            var end = _text.Length;
            Commit(branch.Commits[i]);
            if (_text.Length <= MaxLength)
                continue;
            _text.Length = end;
            Line($"{Count(branch.Commits.Count - i, "more commit")} would make this text too long; `opentraces trail blame commit SHA` tells of each.").Line();
            return;
        }
    }

    private void Commit(BranchCommit commit)
    {
        Line("<details>").Line($"<summary><code>{commit.Commit.Id[..ShaLength]}</code> {QuotedText.Html(Subject(commit), MaxSubject)}</summary>").Line();
        if (commit.Gap != LineageGap.None)
            Line(Reason(commit.Gap));
        else
            Line($"{Count(commit.Parts.Count, "session")} gave {commit.TakenLines} of {Count(commit.AddedLines, "added line")}.");
        Line();
        foreach (var part in commit.Parts)
            Part(part);
        if (commit.Parts.Count > 0)
            Line();
        Line("</details>").Line();
    }

    private void Part(BranchPart part)
    {
        var firm = part.Patches.Count(p => p.Anchor.Firm);
        Line($"- Trace `{part.Trace}` ({QuotedText.Markdown(words.Makers[part.Trace], MaxSubject)}): {Count(part.Lines, "line")}, {Count(part.Patches.Count, "patch", "patches")}, {Count(part.Files.Count, "file")}");
        if (part.Asks is [var ask, ..])
        {
            Line($"  - Asked at step {ask.Step}{(part.Asks.Count > 1 ? $", first of {part.Asks.Count} prompts" : "")}:").Line();
            Line($"    > {QuotedText.Markdown(words.Asks[ask], MaxAsk)}").Line();
        }

        Line($"  - Evidence: {Tally(part.Patches.Select(p => p.Anchor.Tier))}; {firm} firm, {part.Patches.Count - firm} provisional");
        Line($"  - Alive at head: {part.LinesAlive} of {Count(part.LinesWritten, "line")}; {States(part.Patches)}");
        var more = part.Files.Count > MaxFiles ? $" and {part.Files.Count - MaxFiles} more" : "";
        Line($"  - Files: {string.Join(", ", part.Files.Take(MaxFiles).Select(f => QuotedText.Markdown(words.Files[f], MaxSubject)))}{more}");
    }

    private void Toolbox()
    {
        Line("## Reviewer Toolbox").Line();
        Line("Where the traces are kept, these tell more:").Line();
        Line("```sh");
        Line($"opentraces trail blame pr render --base {branch.MergeBase[..ShaLength]} --head {branch.Head[..ShaLength]}");
        Line($"opentraces trail blame commit {branch.Head[..ShaLength]}");
        Line("```").Line();
    }

    private void Provenance()
    {
        Line("## Trace Provenance").Line();
        var scope = ContentHash.Of(Encoding.ASCII.GetBytes(string.Join('\n', [branch.MergeBase, branch.Head, .. branch.Commits.Select(c => c.Commit.Id)])));
        Line($"Written by OpenTraces without a model · {Count(branch.Traces.Count, "trace")} · {Count(branch.Commits.Count, "commit")} · scope {scope.ToString()[..12]} · {Layout}");
    }

    private string Subject(BranchCommit commit) => words.Subjects[commit.Commit.Id] is { Length: > 0 } subject ? subject : "(no message)";

    private static string Reason(LineageGap gap) => gap switch
    {
        LineageGap.Merge => "A merge commit: what it brings stands with the commits it merged.",
        LineageGap.ChangesNoFile => "The commit changes no file.",
        LineageGap.NoTraces => "No stored trace has a patch of a file of this branch.",
        _ => "No patch of a stored trace was found in it.",
    };

    private static string States(IEnumerable<PatchTracking> patches) => Tally(patches.Select(p => SurvivalNames.Of(p.State)));

    private static string Tally(IEnumerable<string> names) => string.Join(", ", names
        .GroupBy(n => n, StringComparer.Ordinal)
        .OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => string.Create(CultureInfo.InvariantCulture, $"`{g.Key}` {g.Count()}")));

    private static string Count(int count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");

    private BodyWriter Line(string text = "")
    {
        _text.Append(text).Append('\n');
        return this;
    }

}
