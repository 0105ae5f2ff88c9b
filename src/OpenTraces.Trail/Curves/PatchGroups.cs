using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Trail.Curves;

/// <summary>Names the group of a patch. Of a trace only the steps are read that made one, and none for agents.</summary>
internal sealed class PatchGroups
{
    private const string All = "all";
    private const string Unknown = "unknown";

    private readonly SurvivalGrouping _by;
    private readonly IReadOnlyDictionary<TraceId, TraceSummary> _traces;
    private readonly Dictionary<(TraceId, int), string?> _models = [];
    private readonly Dictionary<(TraceId, string), string> _tools = [];

    private PatchGroups(SurvivalGrouping by, IReadOnlyDictionary<TraceId, TraceSummary> traces)
    {
        _by = by;
        _traces = traces;
    }

    public static async ValueTask<PatchGroups> ReadAsync(
        ITraceStore store, SurvivalGrouping by, IReadOnlyDictionary<TraceId, TraceSummary> traces, IEnumerable<TracePatch> patches,
        CancellationToken cancellationToken)
    {
        var groups = new PatchGroups(by, traces);
        if (by is not (SurvivalGrouping.Model or SurvivalGrouping.Tool))
            return groups;
        foreach (var trace in patches.GroupBy(p => p.TraceId, p => p.Content.StepIndex))
        {
            foreach (var (first, last) in Runs(trace.Distinct().Order()))
            {
                await foreach (var step in store.ReadStepsAsync(trace.Key, first, last, cancellationToken).ConfigureAwait(false))
                    groups.Learn(trace.Key, step);
            }
        }

        return groups;
    }

    public string NameOf(TracePatch patch)
    {
        var name = _by switch
        {
            SurvivalGrouping.None => All,
            SurvivalGrouping.Agent => _traces[patch.TraceId].Agent,
            SurvivalGrouping.Model => _models.GetValueOrDefault((patch.TraceId, patch.Content.StepIndex)) ?? _traces[patch.TraceId].Model,
            _ => _tools.GetValueOrDefault((patch.TraceId, patch.Content.ToolCallId)),
        };
        return string.IsNullOrEmpty(name) ? Unknown : name;
    }

    private void Learn(TraceId trace, Step step)
    {
        _models[(trace, step.StepIndex)] = step.Model;
        foreach (var call in step.ToolCalls)
            _tools[(trace, call.ToolCallId)] = call.ToolName;
    }

    /// <summary>Numbers that follow each other, as one reading.</summary>
    private static IEnumerable<(int First, int Last)> Runs(IEnumerable<int> sorted)
    {
        (int First, int Last)? run = null;
        foreach (var number in sorted)
        {
            if (run is { } open && open.Last + 1 == number)
            {
                run = (open.First, number);
                continue;
            }

            if (run is { } done)
                yield return done;
            run = (number, number);
        }

        if (run is { } last)
            yield return last;
    }
}
