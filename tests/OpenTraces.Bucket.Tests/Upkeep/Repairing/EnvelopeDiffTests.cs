using OpenTraces.Bucket.Envelopes;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Tests.Trust;
using OpenTraces.Bucket.Upkeep.Repairing.Log;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Upkeep.Repairing;

public class EnvelopeDiffTests
{
    [Fact]
    public async Task From_any_state_of_a_trace_its_events_lead_to_any_later_one()
    {
        using var folder = new TempFolder();
        var life = new BucketLife(StoreFiles.Local, folder["bucket"]);
        await life.LiveAsync();
        await using var bucket = await TraceBucket.OpenAsync(folder["bucket"]);
        await bucket.AddAsync(Some.Session("growing", steps: 9).Build(2));
        await bucket.AddAsync(Reparsed(Some.Session("growing", steps: 9).Build(9)));
        await bucket.ForgetAsync(Some.Trace("small").Key.ToTraceId());
        var tried = 0;
        foreach (var id in life.Added.Select(a => a.Key.ToTraceId()).Distinct())
        {
            var states = new List<Envelope?> { null };
            await foreach (var one in bucket.ReadEventsAsync())
            {
                if (one.TraceId == id)
                    states.Add(EnvelopeFold.Apply(states[^1], one));
            }

            for (var to = 1; to < states.Count; to++)
            {
                for (var from = states[to]!.IsForgotten ? 1 : 0; from <= to; from++, tried++)
                {
                    var reached = states[from];
                    foreach (var draft in EnvelopeDiff.Between(states[from], states[to]!))
                        reached = EnvelopeFold.Apply(reached, draft.Kind, draft.Data, 0);
                    Assert.Equal(EnvelopeJson.Write(states[to]!).ToString(), EnvelopeJson.Write(reached!).ToString());
                }
            }
        }

        Assert.InRange(tried, 40, int.MaxValue);
    }

    private static CapturedTrace Reparsed(CapturedTrace trace) =>
        trace with { Report = trace.Report with { ParserVersion = trace.Report.ParserVersion + 1 } };
}
