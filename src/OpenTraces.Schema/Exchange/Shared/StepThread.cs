namespace OpenTraces.Schema;

/// <summary>One conversation with a model: the main one, or that of a sub-agent a step started.</summary>
internal sealed class StepThread
{
    /// <summary>The step that started it, by its index; null for the main one.</summary>
    public int? ParentStep { get; init; }

    /// <summary>The kind of sub-agent.</summary>
    public string? Role { get; init; }

    /// <summary>How many threads of the same step come before it.</summary>
    public int Ordinal { get; init; }

    /// <summary>In the order of the record.</summary>
    public List<Step> Steps { get; } = [];

    /// <summary>Positions in the record of <see cref="Steps"/>.</summary>
    public List<int> Positions { get; } = [];

    /// <summary>
    /// The main thread first, then the others in the order of their first step. A step belongs to a sub-agent when it says
    /// so and names an earlier step that started it; steps of one kind of sub-agent started by one step are one thread.
    /// </summary>
    public static List<StepThread> Split(IReadOnlyList<Step> steps)
    {
        var threads = new List<StepThread> { new() };
        var open = new Dictionary<(int, string?), StepThread>();
        var ordinals = new Dictionary<int, int>();
        var seen = new HashSet<int>();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            var thread = threads[0];
            if (step is { CallType: "subagent", ParentStep: { } parent } && seen.Contains(parent)
                && !open.TryGetValue((parent, step.AgentRole), out thread!))
            {
                var ordinal = ordinals.GetValueOrDefault(parent);
                ordinals[parent] = ordinal + 1;
                thread = new StepThread { ParentStep = parent, Role = step.AgentRole, Ordinal = ordinal };
                open[(parent, step.AgentRole)] = thread;
                threads.Add(thread);
            }

            thread.Steps.Add(step);
            thread.Positions.Add(i);
            seen.Add(step.StepIndex);
        }

        return threads;
    }
}
