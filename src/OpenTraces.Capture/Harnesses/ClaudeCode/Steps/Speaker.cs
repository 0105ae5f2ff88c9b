namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>Which agent a line belongs to.</summary>
/// <param name="IsSubAgent">False for the session's own agent.</param>
/// <param name="Role">See <see cref="Schema.Step.AgentRole"/>.</param>
/// <param name="ParentStep">The spawning step, where an id tells.</param>
internal readonly record struct Speaker(bool IsSubAgent, string Role, int? ParentStep)
{
    public static Speaker Main => new(false, "main", null);
}
