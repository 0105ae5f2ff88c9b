namespace OpenTraces.Schema;

/// <summary>What must hold between the members of a dataset model. A rule is asked when one is read and before one is written.</summary>
internal static class DatasetRules
{
    /// <summary>The first rule that does not hold, as the end of a sentence; null when all do.</summary>
    public static string? Broken(DatasetSchemaRef value) =>
        Empty(value.Path, "path") ?? Empty(value.Version, "version");

    /// <inheritdoc cref="Broken(DatasetSchemaRef)"/>
    public static string? Broken(WorkflowRef value) =>
        Empty(value.Skill, "skill") ?? Empty(value.Digest, "digest");

    /// <inheritdoc cref="Broken(DatasetSchemaRef)"/>
    public static string? Broken(WorkflowSecurityContract value)
    {
        if (value.RequiredTools.Intersect(value.DisallowedTools).Any())
            return "has a tool that is required and disallowed";
        if (value.OptionalTools.Intersect(value.DisallowedTools).Any())
            return "has a tool that is optional and disallowed";
        if (value.RequiredTools.Intersect(value.OptionalTools).Any())
            return "has a tool that is required and optional";
        return value.DefaultEnabledTools.Except(value.RequiredTools).Except(value.OptionalTools).Any()
            ? "enables a tool that is neither required nor optional"
            : null;
    }

    /// <inheritdoc cref="Broken(DatasetSchemaRef)"/>
    public static string? Broken(DatasetSecurityPolicy value)
    {
        var overridden = value.Overrides.Select(o => o.Tool).ToArray();
        if (value.RequiredTools.Intersect(value.DisallowedTools).Any())
            return "has a tool that is required and disallowed";
        if (value.EnabledTools.Except(value.RequiredTools).Except(value.OptionalTools).Any())
            return "enables a tool that is neither required nor optional";
        if (value.EnabledTools.Intersect(value.DisallowedTools).Any())
            return "has a tool that is enabled and disallowed";
        if (overridden.Except(value.RequiredTools).Any())
            return "overrides a tool that is not required";
        if (overridden.Length > 0 && !value.AllowDisableRequired)
            return "overrides a tool without allow_disable_required";
        return value.RequiredTools.Except(value.EnabledTools).Except(overridden).Any()
            ? "has a required tool that is neither enabled nor overridden"
            : null;
    }

    /// <inheritdoc cref="Broken(DatasetSchemaRef)"/>
    public static string? Broken(ExecutorConfig value)
    {
        if (value.TimeoutMinutes < 1)
            return "has a timeout_minutes below 1";
        return value.BudgetUsd < 0 ? "has a budget_usd below 0" : null;
    }

    /// <inheritdoc cref="Broken(DatasetSchemaRef)"/>
    public static string? Broken(DatasetIdentity value)
    {
        if (value.Mode == DatasetIdentityMode.Fields && value.Fields.Count == 0)
            return "has the mode fields and names none";
        return value.Fields.Any(string.IsNullOrEmpty) ? "names an empty field" : null;
    }

    /// <inheritdoc cref="Broken(DatasetSchemaRef)"/>
    public static string? Broken(DatasetCandidateQuery value) => Empty(value.Name, "name");

    /// <inheritdoc cref="Broken(DatasetSchemaRef)"/>
    public static string? Broken(DatasetSchedule value) =>
        value.Enabled && string.IsNullOrWhiteSpace(value.Every) ? "is enabled without every" : null;

    /// <inheritdoc cref="Broken(DatasetSchemaRef)"/>
    public static string? Broken(DatasetRemote value) => Empty(value.Url, "url");

    /// <inheritdoc cref="Broken(DatasetSchemaRef)"/>
    public static string? Broken(DatasetManifest value) => Empty(value.Name, "name")
        ?? (value.ActiveRemote is { } active && !value.Remotes.ContainsKey(active) ? "has an active_remote that is none of its remotes" : null);

    /// <inheritdoc cref="Broken(DatasetSchemaRef)"/>
    public static string? Broken(DatasetRunRecord value)
    {
        var least = Math.Min(
            Math.Min(value.CandidateCount, value.EmittedCount),
            Math.Min(value.AppendedCount, Math.Min(value.DuplicateCount, value.ValidationErrorCount)));
        return least < 0 ? "has a count below 0" : null;
    }

    /// <inheritdoc cref="Broken(DatasetSchemaRef)"/>
    public static string? Broken(DatasetRowIndexEntry value) => value.Line < 1 ? "has a line below 1" : null;

    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.InvalidTrace"/>: a rule does not hold.</exception>
    public static void Require(DatasetSchemaRef value) => Require("The dataset's schema", Broken(value));

    /// <inheritdoc cref="Require(DatasetSchemaRef)"/>
    public static void Require(WorkflowRef value) => Require("The workflow", Broken(value));

    /// <inheritdoc cref="Require(DatasetSchemaRef)"/>
    public static void Require(WorkflowSecurityContract value) => Require("The workflow's security contract", Broken(value));

    /// <inheritdoc cref="Require(DatasetSchemaRef)"/>
    public static void Require(DatasetSecurityPolicy value) => Require("The security policy", Broken(value));

    /// <inheritdoc cref="Require(DatasetSchemaRef)"/>
    public static void Require(ExecutorConfig value) => Require("The executor", Broken(value));

    /// <inheritdoc cref="Require(DatasetSchemaRef)"/>
    public static void Require(DatasetIdentity value) => Require("The row identity", Broken(value));

    /// <inheritdoc cref="Require(DatasetSchemaRef)"/>
    public static void Require(DatasetCandidateQuery value) => Require("The candidate query", Broken(value));

    /// <inheritdoc cref="Require(DatasetSchemaRef)"/>
    public static void Require(DatasetSchedule value) => Require("The schedule", Broken(value));

    /// <inheritdoc cref="Require(DatasetSchemaRef)"/>
    public static void Require(DatasetRemote value) => Require("The remote", Broken(value));

    /// <inheritdoc cref="Require(DatasetSchemaRef)"/>
    public static void Require(DatasetManifest value) => Require("The dataset's manifest", Broken(value));

    /// <inheritdoc cref="Require(DatasetSchemaRef)"/>
    public static void Require(DatasetRunRecord value) => Require("The run", Broken(value));

    /// <inheritdoc cref="Require(DatasetSchemaRef)"/>
    public static void Require(DatasetRowIndexEntry value) => Require("The row's entry", Broken(value));

    private static string? Empty(string text, string name) => text.Length == 0 ? $"has an empty {name}" : null;

    private static void Require(string what, string? broken)
    {
        if (broken is not null)
            throw new OpenTracesException(OpenTracesErrorCode.InvalidTrace, $"{what} {broken}.");
    }
}
