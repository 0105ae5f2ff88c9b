namespace OpenTraces.Bucket.Security;

/// <summary>
/// Takes people out of paths: the user's segment of a home directory becomes <c>[ot-user-8 hex]</c>, everything behind it
/// stays. Fields given together are read together, so a user seen in one path is also found in the flattened forms of
/// another (<c>-home-jane-</c>, <c>~jane</c>).
/// </summary>
internal sealed class PathAnonymizerTool : ISecurityTool
{
    public const string ToolName = "path_anonymizer";
    public const string ToolVersion = "1";

    private const int MinBareName = 3;

    private readonly RedactionKey _key;
    private readonly string[] _userNames;

    public PathAnonymizerTool(RedactionKey key, IEnumerable<string>? userNames)
    {
        _key = key;
        _userNames = [.. (userNames ?? []).Where(n => n.Length >= MinBareName && !HomePathFinder.IsSystemName(n)).Distinct(StringComparer.Ordinal)];
    }

    public SecurityToolInfo Info { get; } =
        new() { Name = ToolName, Version = ToolVersion, Kind = SecurityToolKind.Transformer };

    public ValueTask<SecurityOutcome> RunAsync(IReadOnlyList<SecurityField> fields, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var homes = new List<HomePath>[fields.Count];
        var users = new SortedSet<string>(_userNames, StringComparer.Ordinal);
        for (var i = 0; i < fields.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            homes[i] = HomePathFinder.Find(fields[i].Text);
            foreach (var home in homes[i])
                users.Add(fields[i].Text.Substring(home.UserStart, home.UserLength));
        }

        var names = new UserNameFinder(users, _userNames);
        var findings = new List<Finding>();
        for (var i = 0; i < fields.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddFindings(fields[i].Text, i, homes[i], names, findings);
        }

        return ValueTask.FromResult(new SecurityOutcome { Findings = findings });
    }

    private void AddFindings(string text, int field, List<HomePath> homes, UserNameFinder names, List<Finding> findings)
    {
        var hits = new List<RuleHit>();
        foreach (var home in homes)
        {
            hits.Add(UserHit(text, home.UserStart, home.UserLength));
            if (home.DriveIndex is { } drive && text[drive] is not ('c' or 'C'))
                hits.Add(new RuleHit(drive, 1, "drive_letter", Severities.Low, char.IsAsciiLetterLower(text[drive]) ? "c" : "C"));
            if (home.DistroLength > 0 && !text.AsSpan(home.DistroStart, home.DistroLength).SequenceEqual("distro"))
                hits.Add(new RuleHit(home.DistroStart, home.DistroLength, "wsl_distro", Severities.Low, "distro"));
        }

        var covered = hits.Where(h => h.Rule == "user_path").ToList();
        foreach (var (start, length) in names.Find(text))
        {
            var hit = UserHit(text, start, length);
            if (!covered.Exists(c => c.Overlaps(hit)))
                hits.Add(hit);
        }

        hits.Sort(RuleHit.InOrder);
        findings.AddRange(hits.Select(h => h.ToFinding(field)));
    }

    private RuleHit UserHit(string text, int start, int length) =>
        new(start, length, "user_path", Severities.Medium, $"[ot-user-{_key.TokenOf(text.AsSpan(start, length))}]");
}
