namespace OpenTraces.Trail.Curves;

/// <summary>What curves tell apart.</summary>
public enum SurvivalGrouping
{
    /// <summary>One curve, of all patches.</summary>
    None,

    /// <summary>A curve per harness.</summary>
    Agent,

    /// <summary>A curve per model: that of the step, or the session's main one where the step names none.</summary>
    Model,

    /// <summary>A curve per tool, as the model called it.</summary>
    Tool,
}
