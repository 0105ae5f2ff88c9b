using System.Runtime.CompilerServices;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Datasets.Workflows;

/// <summary>Cuts every trace at what a person asked and writes each turn as a row.</summary>
internal static class UserTurnRows
{
    private const string Slicer = "s1";

    private static readonly StepView Preface = new() { StepIndex = 0, Role = StepRole.System, Text = "" };

    public static async IAsyncEnumerable<RawJson> ReadAsync(
        WorkflowContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var trace in context.ReadTracesAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var row in await RowsOfAsync(context, trace, cancellationToken).ConfigureAwait(false))
                yield return row;
        }
    }

    private static async ValueTask<List<RawJson>> RowsOfAsync(WorkflowContext context, TraceSummary trace, CancellationToken cancellationToken)
    {
        var steps = new List<Step>();
        await foreach (var step in context.Store.ReadStepsAsync(trace.TraceId, 1, int.MaxValue, cancellationToken).ConfigureAwait(false))
            steps.Add(step);
        var turns = Turns([.. steps.Select(StepView.Of)]);
        if (turns.Count == 0)
            return [];
        var patches = new List<TracePatch>();
        await foreach (var patch in context.Store.ReadPatchesAsync(trace.TraceId, cancellationToken).ConfigureAwait(false))
            patches.Add(patch);
        var survival = await SurvivalOfAsync(context, trace.TraceId, patches.Count, cancellationToken).ConfigureAwait(false);
        return [.. turns.Select((turn, i) => RowOf(trace, i + 1, steps, turn, patches, survival))];
    }

    private static RawJson RowOf(
        TraceSummary trace,
        int number,
        List<Step> steps,
        (int Start, IReadOnlyList<StepView> Views) turn,
        List<TracePatch> patches,
        Dictionary<string, string> survival)
    {
        var own = steps.GetRange(turn.Start, turn.Views.Count);
        return new UserTurn
        {
            Trace = trace,
            Number = number,
            Steps = own,
            Views = turn.Views,
            Patches = [.. patches.Where(p => p.Content.StepIndex >= own[0].StepIndex && p.Content.StepIndex <= own[^1].StepIndex)],
            Survival = survival,
        }.ToRow();
    }

    // The slicer starts its first piece at 0 whether or not that is an ask; one step before it makes the difference show.
    private static List<(int Start, IReadOnlyList<StepView> Views)> Turns(StepView[] views)
    {
        StepView[] prefaced = [Preface, .. views];
        return
        [
            .. SlicerCatalog.BuiltIn.Get(Slicer).Slice(prefaced).Trajectories
                .Where(t => t.Start > 0)
                .Select(t => (t.Start - 1, (IReadOnlyList<StepView>)new ArraySegment<StepView>(views, t.Start - 1, t.End - t.Start + 1))),
        ];
    }

    private static async ValueTask<Dictionary<string, string>> SurvivalOfAsync(
        WorkflowContext context, TraceId trace, int patches, CancellationToken cancellationToken)
    {
        var states = new Dictionary<string, string>(StringComparer.Ordinal);
        if (patches == 0 || await context.TrackAsync(trace, cancellationToken).ConfigureAwait(false) is not { } tracking)
            return states;
        foreach (var patch in tracking.Patches)
            states[patch.Anchor.Patch.PatchId] = SurvivalNames.Of(patch.State);
        return states;
    }
}
