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
        var version = SchemaVersion.Parse(record.SchemaVersion);

        // A minor version may add values to a vocabulary.
        var findings = new Findings(version <= SchemaVersion.Written ? FindingSeverity.Error : FindingSeverity.Warning);
        CheckVersion(record.SchemaVersion, findings);
        Check(record, findings);
        return findings.Items;
    }

    /// <summary>
    /// Reads a record and validates it. What cannot be read is one finding with its place: <c>not_json</c>, or <c>unreadable</c>
    /// where a member has the wrong type or a required one is missing. A record of an older version is validated as 0.7.0,
    /// which the finding <c>older_schema</c> says.
    /// </summary>
    public static IReadOnlyList<TraceFinding> Validate(ReadOnlySpan<byte> utf8)
    {
        TraceRecord read;
        try
        {
            read = TraceJson.Read(utf8, TraceRecordJson.Read);
        }
        catch (OpenTracesException error)
        {
            var unreadable = new Findings(FindingSeverity.Error);
            unreadable.Error(error.JsonPath ?? "$", error.JsonPath is null ? "not_json" : "unreadable", error.Message);
            return unreadable.Items;
        }

        var upgraded = UpgradeChain.Upgrade(read);
        var findings = Validate(upgraded);
        if (upgraded.SchemaVersion == read.SchemaVersion)
            return findings;
        var older = new Findings(FindingSeverity.Error);
        older.Info("$.schema_version", "older_schema", $"The record is older than {TraceSchema.Version} and was brought up to it before it was validated.");
        return [.. older.Items, .. findings];
    }

    private static void CheckVersion(string version, Findings findings)
    {
        if (SchemaVersion.Parse(version) is not { } known)
            findings.Error("$.schema_version", "version_malformed", "The version is not of the form 0.7.0.");
        else if (known > SchemaVersion.LastKnown)
            findings.Warning("$.schema_version", "newer_schema", "The record is newer than this version of OpenTraces: it can be read, not written.");
    }

    private static void Check(TraceRecord record, Findings findings)
    {
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
