using OpenTraces.Bucket.Events;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep.Marking;

/// <summary>
/// Every object that some trace needs, as of an event. It only ever grows: a trace that is forgotten meanwhile costs
/// nothing but bytes until the next time.
/// </summary>
internal sealed class LiveMark(IEventLog log, HeldTraces traces, ReferenceWalker walker, SegmentMarks marks)
{
    public SegmentMarks Marks => marks;

    /// <summary>The event through which it is complete.</summary>
    public long Through { get; private set; }

    /// <summary>Brings it level with the log.</summary>
    /// <param name="seen">Sees each trace that needs an object, the object, and whether it is new in the mark.</param>
    /// <param name="progress">Is told of the traces walked.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="OpenTracesException">What a trace needs cannot be told, so nothing may be deleted.</exception>
    public async ValueTask CatchUpAsync(
        Action<TraceId, ContentHash>? seen, IProgress<UpkeepProgress>? progress, CancellationToken cancellationToken)
    {
        var head = await log.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        var ids = await traces.ListAsync(Through, cancellationToken).ConfigureAwait(false);
        var done = 0;
        await foreach (var (id, envelope) in traces.ReadAsync(ids, cancellationToken).ConfigureAwait(false))
        {
            await walker.WalkAsync(
                envelope,
                one =>
                {
                    seen?.Invoke(id, one.Address);
                    return marks.Add(one.Address);
                },
                (one, failure) => throw Refusal(id, one, failure),
                cancellationToken).ConfigureAwait(false);
            progress?.Report(new UpkeepProgress("traces", ++done, ids.Count));
        }

        Through = head;
    }

    private static OpenTracesException Refusal(TraceId id, Reference one, OpenTracesException failure) => new(
        OpenTracesErrorCode.StoreCorrupt,
        $"Nothing was deleted, because what trace {id} needs cannot be told: the {one.Kind} of its generation {one.Generation} cannot be read. Import its session again, or forget it too; 'opentraces bucket verify --full' names all such traces. ({failure.Message})",
        failure);
}
