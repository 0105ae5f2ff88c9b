namespace OpenTraces.Schema;

/// <summary>The values of <see cref="Step.Role"/>. A string, not an enumeration, so that a later value is not an error.</summary>
public static class StepRole
{
    /// <summary>Instructions that are nobody's turn.</summary>
    public const string System = "system";

    /// <summary>A person, or text injected on a person's behalf.</summary>
    public const string User = "user";

    /// <summary>The model.</summary>
    public const string Agent = "agent";
}
