namespace OpenTraces.Schema;

/// <summary>The rules of a format for the two directions.</summary>
internal sealed record LossRules(LossRuleSet Written, LossRuleSet Read);

/// <summary>
/// How differences are named. A set never decides whether there is one: it is measured. The first rule that holds for the
/// path gives the kind and the reason.
/// </summary>
internal sealed record LossRuleSet
{
    /// <summary>Said of what is missing where no rule holds.</summary>
    public required string NoPlace { get; init; }

    /// <summary>Explain what is missing or differs.</summary>
    public IReadOnlyList<LossRule> Rules { get; init; } = [];

    /// <summary>Explain what comes back but stands in an extension.</summary>
    public IReadOnlyList<LossRule> Carried { get; init; } = [];

    /// <summary>Paths whose values stand in the document at a place that reading does not take them from; the writer notes those that don't.</summary>
    public IReadOnlyList<string> Elsewhere { get; init; } = [];

    /// <summary>Whether what was added counts: a record must not gain what nobody said; a document may.</summary>
    public bool CountAdditions { get; init; } = true;

    /// <summary>Values compared as one: free-form ones. Patterns as in <see cref="LossRule"/>.</summary>
    public IReadOnlyList<string> Whole { get; init; } = RecordWhole;

    /// <summary>Objects whose member names are ids.</summary>
    public IReadOnlyList<string> Maps { get; init; } = ["system_prompts", "attribution.revision"];

    /// <summary>The free-form values of a trace record.</summary>
    public static IReadOnlyList<string> RecordWhole { get; } =
    [
        "steps[].tool_calls[].input", "tool_definitions[]", "context_tree_summary", "metadata.*",
        "attribution.files[].conversations[].ids", "attribution.files[].conversations[].related",
        "attribution.files[].conversations[].ranges[].original",
    ];

    /// <summary>Whether a record would say the same if nobody had said anything.</summary>
    public static bool IsDefault(string path, RawJson value) => path switch
    {
        "schema_version" => value.AsString() == TraceSchema.Version,
        "lifecycle" => value.AsString() is "provisional",
        "environment.vcs.type" => value.AsString() is "none",
        "outcome.signal_source" => value.AsString() is "deterministic",
        "outcome.signal_confidence" => value.AsString() is "derived",
        _ => false,
    };

    public LossRule? Explain(string path) => Find(Rules, path);

    public LossRule? CarriedBy(string path) => Find(Carried, path);

    public bool IsWhole(string path) => Holds(Whole, path);

    public bool IsElsewhere(string path) => Holds(Elsewhere, path);

    private static bool Holds(IReadOnlyList<string> patterns, string path)
    {
        foreach (var pattern in patterns)
        {
            if (new LossRule(pattern, default, "").Holds(path))
                return true;
        }

        return false;
    }

    private static LossRule? Find(IReadOnlyList<LossRule> rules, string path)
    {
        foreach (var rule in rules)
        {
            if (rule.Holds(path))
                return rule;
        }

        return null;
    }
}
