using OpenTraces.Bucket.Security;
using OpenTraces.Schema;

namespace OpenTraces.Bucket;

/// <summary>
/// Runs security tools in their fixed order and redacts what they report. Detectors and transformers read the text as it
/// came, judges read it redacted. Redacting twice gives the same value.
/// </summary>
public sealed class SecurityPipeline
{
    private const int MaxPasses = 8;
    private const string UnstableRule = "unstable";

    private readonly RedactionKey _key;
    private readonly IReadOnlyList<ISecurityTool> _tools;

    private SecurityPipeline(RedactionKey key, IEnumerable<ISecurityTool> tools)
    {
        _key = key;
        _tools = ToolOrder.Sort(tools);
    }

    /// <summary>The tools in the order they run.</summary>
    public IReadOnlyList<SecurityToolInfo> Tools => [.. _tools.Select(t => t.Info)];

    /// <summary>Exactly these tools. What passes it is cleared only when the floor is among them.</summary>
    /// <param name="key">What placeholders are derived from.</param>
    /// <param name="tools">In any order; of tools with one name the first counts.</param>
    public static SecurityPipeline Create(RedactionKey key, IEnumerable<ISecurityTool> tools)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(tools);
        return new SecurityPipeline(key, tools);
    }

    /// <summary>The floor, which nothing removes, and what else is given: the pipeline of everything that leaves.</summary>
    /// <param name="key">What placeholders are derived from.</param>
    /// <param name="userNames">Login names to replace wherever they stand as a word; default none.</param>
    /// <param name="additional">More tools. One that bears the name of a floor tool runs beside nothing: it is refused.</param>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidRequest"/>: a name of the floor is taken.</exception>
    public static SecurityPipeline CreateForEgress(
        RedactionKey key, IEnumerable<string>? userNames = null, IEnumerable<ISecurityTool>? additional = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var others = additional?.ToList() ?? [];
        var taken = others.Find(t => SecurityTools.Floor.Contains(t.Info.Name, StringComparer.Ordinal));
        if (taken is not null)
        {
            throw new OpenTracesException(OpenTracesErrorCode.InvalidRequest,
                $"'{taken.Info.Name}' is a tool of the floor and cannot be replaced. Give the tool another name.");
        }

        var users = userNames?.ToList();
        return new SecurityPipeline(key, SecurityTools.Floor.Select(n => SecurityTools.Create(n, key, users)).Concat(others));
    }

    /// <summary>Redacts every string of a JSON value; numbers, member names and their order stay as they are.</summary>
    public async ValueTask<Redacted<RawJson>> RedactAsync(RawJson value, CancellationToken cancellationToken = default)
    {
        var json = JsonTexts.Read(value);
        var fields = json.Entries.Select(e => new SecurityField(e.Path, SecurityFieldKind.General, e.Text)).ToArray();
        var report = await RunAsync(fields, i => json.Entries[i].IsName, cancellationToken).ConfigureAwait(false);
        return new Redacted<RawJson>(json.With([.. fields.Select(f => f.Text)]), report);
    }

    /// <summary>Redacts one text.</summary>
    public async ValueTask<Redacted<string>> RedactAsync(
        string text, SecurityFieldKind kind = SecurityFieldKind.General, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        SecurityField[] fields = [new SecurityField("", kind, text)];
        var report = await RunAsync(fields, _ => false, cancellationToken).ConfigureAwait(false);
        return new Redacted<string>(fields[0].Text, report);
    }

    // A replacement can free what stood beside it (a token glued to another), so passes repeat until nothing changes.
    private async ValueTask<SecurityReport> RunAsync(SecurityField[] fields, Func<int, bool> isName, CancellationToken cancellationToken)
    {
        var runs = new SecurityToolRun[_tools.Count];
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var rules = new SortedSet<string>(StringComparer.Ordinal);
        var redactions = 0;
        for (var pass = 1; ; pass++)
        {
            var findings = await FindAsync(fields, runs, cancellationToken).ConfigureAwait(false);
            names.UnionWith(findings.Where(f => isName(f.Field)).Select(f => f.Rule));
            var replaced = Edit(fields, findings.Where(f => !isName(f.Field)), whole: pass == MaxPasses, rules);
            redactions += replaced;
            if (replaced == 0 || pass == MaxPasses)
                break;
        }

        await JudgeAsync(fields, runs, cancellationToken).ConfigureAwait(false);
        return new SecurityReport { Tools = runs, Redactions = redactions, Rules = [.. rules], NameFindings = [.. names] };
    }

    private async ValueTask<List<Finding>> FindAsync(SecurityField[] fields, SecurityToolRun[] runs, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        for (var i = 0; i < _tools.Count; i++)
        {
            if (_tools[i].Info.Kind == SecurityToolKind.Judge)
                continue;
            var outcome = await RunToolAsync(i, fields, runs, cancellationToken).ConfigureAwait(false);
            findings.AddRange(outcome.Findings);
        }

        return findings;
    }

    private async ValueTask JudgeAsync(SecurityField[] fields, SecurityToolRun[] runs, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _tools.Count; i++)
        {
            if (_tools[i].Info.Kind == SecurityToolKind.Judge)
                await RunToolAsync(i, fields, runs, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<SecurityOutcome> RunToolAsync(
        int index, SecurityField[] fields, SecurityToolRun[] runs, CancellationToken cancellationToken)
    {
        var tool = _tools[index];
        var earlier = runs[index];
        SecurityOutcome outcome;
        string? error = null;
        try
        {
            outcome = await tool.RunAsync([.. fields], cancellationToken).ConfigureAwait(false);
            if (outcome.Findings.Any(f => !IsInside(f, fields)))
                (outcome, error) = (new SecurityOutcome(), "FindingOutsideField");
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            (outcome, error) = (new SecurityOutcome(), e.GetType().Name);
        }

        runs[index] = new SecurityToolRun
        {
            Name = tool.Info.Name,
            Version = tool.Info.Version,
            Findings = (earlier?.Findings ?? 0) + outcome.Findings.Count,
            Verdict = outcome.Verdict,
            Error = earlier?.Error ?? error,
        };
        return outcome;
    }

    private static bool IsInside(Finding finding, SecurityField[] fields) =>
        finding.Field >= 0 && finding.Field < fields.Length && finding.Start >= 0 && finding.Length > 0
        && finding.Length <= fields[finding.Field].Text.Length - finding.Start;

    private int Edit(SecurityField[] fields, IEnumerable<Finding> findings, bool whole, SortedSet<string> rules)
    {
        var total = 0;
        foreach (var group in findings.GroupBy(f => f.Field))
        {
            var field = fields[group.Key];
            var text = Redactor.Apply(field.Text, [.. group], _key, out var replaced);
            if (replaced > 0 && whole)
                text = Redactor.Placeholder(UnstableRule, field.Text, _key);
            fields[group.Key] = field with { Text = text };
            if (replaced > 0)
                rules.UnionWith(group.Select(f => f.Rule));
            total += replaced;
        }

        return total;
    }
}
