namespace OpenTraces.Schema;

/// <summary>
/// Says what is wrong with a trace record beyond what its JSON Schema can tell: indices, references between its parts, hashes,
/// times, vocabularies, totals, and what must follow from its patches. It never throws for what a record holds.
/// </summary>
public static class TraceValidator
{
    /// <summary>The most findings listed; one more, <c>more_findings</c>, says that there are others.</summary>
    public const int MaxFindings = 1000;

    /// <summary>Everything noticed about a record, in the order of its members.</summary>
    public static IReadOnlyList<TraceFinding> Validate(TraceRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var findings = FindingsOf(record);
        Check(record, findings);
        return findings.Items;
    }

    /// <summary>
    /// Reads a record and validates it. What cannot be read comes first, each with its place: <c>unreadable</c> where a member has the
    /// wrong type or a required one is missing, <c>not_json</c> where the text ends being JSON. The rest is validated as far as it
    /// does not rest on that; of several members with one name the last counts, and the others are only read. A record of an older version is validated as 0.7.0, which the finding <c>older_schema</c> says.
    /// </summary>
    public static IReadOnlyList<TraceFinding> Validate(ReadOnlySpan<byte> utf8)
    {
        var unreadables = new Unreadables(MaxFindings + 1);
        TraceRecord? read = null;
        OpenTracesException? end = null;
        try
        {
            read = TraceJson.Read(utf8, TraceRecordJson.Read, unreadables: unreadables);
        }
        catch (OpenTracesException error)
        {
            end = error;
        }

        var findings = read is null ? new Findings(FindingSeverity.Error) : FindingsOf(read);
        foreach (var place in unreadables.In(TraceJson.WithoutByteOrderMark(utf8), toEnd: read is not null))
            findings.Unreadable(place);
        if (read is null)
            findings.Error("$", end!.JsonPath is null ? "not_json" : "unreadable", end.JsonPath is null ? end.Message : "The value is not an object.");
        else
            CheckUpgraded(read, findings);
        return findings.Items;
    }

    private static void CheckUpgraded(TraceRecord read, Findings findings)
    {
        var upgraded = UpgradeChain.Upgrade(read);
        if (upgraded.SchemaVersion != read.SchemaVersion)
            findings.Info("$.schema_version", "older_schema", $"The record is older than {TraceSchema.Version} and was brought up to it before it was validated.");
        Check(upgraded, findings);
    }

    // A minor version may add values to a vocabulary.
    private static Findings FindingsOf(TraceRecord record) =>
        new(SchemaVersion.Parse(record.SchemaVersion) <= SchemaVersion.Written ? FindingSeverity.Error : FindingSeverity.Warning);

    private static void CheckVersion(string version, Findings findings)
    {
        if (SchemaVersion.Parse(version) is not { } known)
            findings.Error("$.schema_version", "version_malformed", "The version is not of the form 0.7.0.");
        else if (known > SchemaVersion.LastKnown)
            findings.Warning("$.schema_version", "newer_schema", "The record is newer than this version of OpenTraces: it can be read, not written.");
    }

    private static void Check(TraceRecord record, Findings findings)
    {
        CheckVersion(record.SchemaVersion, findings);
        HeaderChecks.Check(record, findings);
        var steps = StepTable.Of(record.Steps);
        for (var i = 0; i < record.Steps.Count; i++)
            StepChecks.Check(record, steps, i, findings);
        OutcomeChecks.Check(record, findings);
        for (var i = 0; i < record.Patches.Count; i++)
            PatchChecks.Check(record.Patches[i], steps, $"$.patches[{i}]", findings);
        MetricsChecks.Check(record, findings);
        AttributionChecks.Check(record.Attribution, findings);
        LinkChecks.Check(record, findings);
    }
}
