namespace OpenTraces.Schema;

/// <summary>Every version up to <see cref="SchemaVersion.Written"/> is read by going through all steps after it, in order.</summary>
internal static class UpgradeChain
{
    public static IReadOnlyList<UpgradeStep> Steps { get; } =
        [UpgradeTo02.Step, UpgradeTo03.Step, UpgradeTo04.Step, UpgradeTo05.Step, UpgradeTo06.Step, UpgradeTo07.Step];

    /// <summary>
    /// The record as version 0.7.0. One of 0.8 or 0.9 keeps its version; a newer one, or one whose version cannot be read, is not
    /// touched.
    /// </summary>
    public static TraceRecord Upgrade(TraceRecord record)
    {
        if (SchemaVersion.Parse(record.SchemaVersion) is not { } from || from > SchemaVersion.LastKnown)
            return record;

        foreach (var step in Steps)
        {
            // A writer that copied a record without reading it through leaves the old diff under a new version.
            if (step.To > from || step == UpgradeTo06.Step)
                record = step.Apply(record);
        }

        return from > SchemaVersion.Written || record.SchemaVersion == TraceSchema.Version
            ? record
            : record with { SchemaVersion = TraceSchema.Version };
    }

    /// <summary>What follows from the patches of a record of up to 0.7 is computed anew: a copy of it may be older than an anchor.</summary>
    public static TraceRecord Derive(TraceRecord record) =>
        SchemaVersion.Parse(record.SchemaVersion) <= SchemaVersion.Written ? TraceDerived.Apply(record) : record;

    /// <summary>The version a record is written as.</summary>
    /// <exception cref="OpenTracesException">
    /// <see cref="OpenTracesErrorCode.Precondition"/>: a newer writer made it, and its rules for changing a record are not known.
    /// </exception>
    public static string WrittenVersion(string version)
    {
        if (SchemaVersion.Parse(version) is not { } from || from > SchemaVersion.LastKnown)
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"The record's schema_version is newer than {SchemaVersion.LastKnown.Major}.{SchemaVersion.LastKnown.Minor} or is no version: "
                + "it can be read but not written. Update OpenTraces, or pass on the bytes it was read from.");
        }

        return from > SchemaVersion.Written ? version : TraceSchema.Version;
    }
}
