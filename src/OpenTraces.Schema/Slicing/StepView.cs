namespace OpenTraces.Schema;

/// <summary>What a slicer may read of a step: text, tool names and edited files. Built by <see cref="Of(Step)"/>.</summary>
public sealed record StepView
{
    /// <summary>The step's own index in its record, from 1.</summary>
    public required int StepIndex { get; init; }

    /// <summary>One of <see cref="StepRole"/>'s values.</summary>
    public required string Role { get; init; }

    /// <summary>The step's text; empty when it has none.</summary>
    public required string Text { get; init; }

    /// <summary>The tools called, in call order.</summary>
    public IReadOnlyList<string> ToolNames { get; init; } = [];

    /// <summary>The files that edit tools of this step name, in call order.</summary>
    public IReadOnlyList<string> EditedFiles { get; init; } = [];

    /// <summary>True when an edit tool was called, even one that names no file.</summary>
    public bool HasEdit { get; init; }

    /// <summary>The observations' text, one per line group, as the judged slicers read it.</summary>
    public string ObservationText { get; init; } = "";

    /// <summary>True when an observation carries an error.</summary>
    public bool HasError { get; init; }

    /// <summary>The view of a step.</summary>
    public static StepView Of(Step step) => StepViewBuilder.Build(step);
}
