using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Trail.PullRequests;

/// <summary>Finds what a person had asked for when a step was made.</summary>
internal static class AskReader
{
    /// <summary>What is kept of a longer prompt; far more than is quoted of it.</summary>
    private const int MaxText = 16 * 1024;

    private static readonly StepView Nobody = new() { StepIndex = 0, Role = StepRole.Agent, Text = "" };

    /// <summary>By step; a step that nobody asked for is left out.</summary>
    public static async ValueTask<IReadOnlyDictionary<int, Ask>> ReadAsync(
        ITraceStore store, TraceId trace, IReadOnlyCollection<int> steps, CancellationToken cancellationToken)
    {
        // A piece begins where a person asks. The first one begins anyhow, so a step of nobody stands before it.
        var views = new List<StepView> { Nobody };
        await foreach (var step in store.ReadStepsAsync(trace, 1, steps.Max(), cancellationToken).ConfigureAwait(false))
            views.Add(step.Role == StepRole.User ? new StepView { StepIndex = step.StepIndex, Role = step.Role, Text = step.Content ?? "" } : Nobody with { StepIndex = step.StepIndex });
        Ask[] asks =
        [
            .. SlicerCatalog.BuiltIn.Get("user-turn").Slice(views).Trajectories.Where(t => t.Start > 0)
                .Select(t => new Ask(trace, views[t.Start].StepIndex, Beginning(views[t.Start].Text))),
        ];
        var found = new Dictionary<int, Ask>();
        foreach (var step in steps)
        {
            if (Array.FindLast(asks, a => a.Step <= step) is { } ask)
                found[step] = ask;
        }

        return found;
    }

    private static string Beginning(string text) =>
        text.Length <= MaxText ? text : text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];
}
