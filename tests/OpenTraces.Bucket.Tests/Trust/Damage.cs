using OpenTraces.Schema;

namespace OpenTraces.Bucket.Tests.Trust;

/// <summary>What a damaged bucket still says, and how it refuses the rest.</summary>
/// <param name="Refused">Why it does not open; null when it does.</param>
/// <param name="Lost">The traces of which something kept is refused, and how.</param>
/// <param name="LostRecords">The traces whose record is refused, and how.</param>
/// <param name="Events">The events that were read, without that of the trace that was added.</param>
/// <param name="Broken">Why no more events were read; null when the log ended well.</param>
internal sealed record Damage(
    OpenTracesException? Refused,
    IReadOnlyDictionary<TraceId, OpenTracesException> Lost,
    IReadOnlyDictionary<TraceId, OpenTracesException> LostRecords,
    IReadOnlyList<TraceEvent> Events,
    OpenTracesException? Broken)
{
    private static readonly Dictionary<TraceId, OpenTracesException> None = [];

    public IEnumerable<OpenTracesException> Errors =>
        Lost.Values.Concat(LostRecords.Values).Append(Refused).Append(Broken).OfType<OpenTracesException>();

    /// <summary>Opens the bucket, to write when there is something to add, and reads all of it.</summary>
    /// <exception cref="InvalidOperationException">It gave another answer than while it was whole.</exception>
    public static async Task<Damage> OfAsync(SmallBucket whole, Func<bool, ValueTask<TraceBucket>> open, CapturedTrace? adding = null)
    {
        TraceBucket bucket;
        try
        {
            bucket = await open(adding is null);
        }
        catch (OpenTracesException e)
        {
            return new Damage(e, None, None, [], null);
        }

        await using (bucket)
        {
            if (adding is not null)
            {
                try
                {
                    await bucket.AddAsync(adding);
                }
                catch (OpenTracesException e)
                {
                    return new Damage(e, None, None, [], null);
                }
            }

            var lost = await LostAsync(whole, id => SmallBucket.ReadAsync(bucket, id), right => right.Kept);
            var lostRecords = await LostAsync(whole, id => SmallBucket.ReadRecordAsync(bucket, id), right => right.Record);
            var events = new List<TraceEvent>();
            OpenTracesException? broken = null;
            try
            {
                await foreach (var one in bucket.ReadEventsAsync())
                    events.Add(one);
            }
            catch (OpenTracesException e)
            {
                broken = e;
            }

            events.RemoveAll(e => e.TraceId is { } trace && !whole.Answers.ContainsKey(trace));
            return new Damage(null, lost, lostRecords, events, broken);
        }
    }

    private static async Task<Dictionary<TraceId, OpenTracesException>> LostAsync(
        SmallBucket whole, Func<TraceId, Task<string>> read, Func<(string Kept, string Record), string> expected)
    {
        var lost = new Dictionary<TraceId, OpenTracesException>();
        foreach (var (id, right) in whole.Answers)
        {
            try
            {
                var answer = await read(id);
                if (answer != expected(right))
                    throw new InvalidOperationException($"Trace {id} says\n{answer}\nand not\n{expected(right)}");
            }
            catch (OpenTracesException e)
            {
                lost.Add(id, e);
            }
        }

        return lost;
    }
}
