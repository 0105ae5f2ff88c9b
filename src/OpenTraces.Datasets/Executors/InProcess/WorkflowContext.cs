using System.Globalization;
using System.Runtime.CompilerServices;
using OpenTraces.Bucket;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Datasets;

/// <summary>What a workflow may read, and the questions it may ask.</summary>
public sealed class WorkflowContext
{
    private readonly RunPacket _packet;
    private readonly List<JudgmentRequest> _requests = [];

    internal WorkflowContext(RunPacket packet, ITraceStore store) => (_packet, Store) = (packet, store);

    /// <summary>The traces.</summary>
    public ITraceStore Store { get; }

    /// <summary>Answers to questions of an earlier run.</summary>
    public IReadOnlyList<JudgmentAnswer> Answers => _packet.Answers;

    internal int Candidates { get; private set; }

    internal IReadOnlyList<JudgmentRequest> Requests => _requests;

    /// <summary>The traces the run is about, oldest first, then by id; those without a time come last.</summary>
    /// <exception cref="OpenTracesException"><see cref="OpenTracesErrorCode.NotFound"/>: the run names a trace the store does not hold.</exception>
    public async IAsyncEnumerable<TraceSummary> ReadTracesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var summaries = new List<TraceSummary>();
        await foreach (var summary in Store.ListAsync(_packet.Filter, cancellationToken).ConfigureAwait(false))
        {
            if (_packet.Trace is null || summary.TraceId == _packet.Trace)
                summaries.Add(summary);
        }

        if (_packet.Trace is { } wanted && summaries.Count == 0 && await Store.FindSummaryAsync(wanted, cancellationToken).ConfigureAwait(false) is null)
            throw new OpenTracesException(OpenTracesErrorCode.NotFound, $"No trace has the id {wanted}. List the traces to see which there are.");
        foreach (var summary in summaries.OrderBy(StartOf).ThenBy(s => s.TraceId))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Candidates++;
            yield return summary;
        }
    }

    /// <summary>The fate of a trace's patches; null when the run was given no repository, or it knows nothing of them.</summary>
    public ValueTask<TraceTracking?> TrackAsync(TraceId trace, CancellationToken cancellationToken = default) =>
        _packet.Track is { } track ? track(trace, cancellationToken) : ValueTask.FromResult<TraceTracking?>(null);

    /// <summary>Asks a question. The run then keeps no row; once it is answered, run again.</summary>
    public void Ask(JudgmentRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _requests.Add(request);
    }

    private static DateTimeOffset StartOf(TraceSummary summary) => DateTimeOffset.TryParse(
        summary.TimestampStart, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start) ? start : DateTimeOffset.MaxValue;
}
