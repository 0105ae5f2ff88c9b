using FsCheck;
using FsCheck.Fluent;
using OpenTraces.Bucket.Envelopes;
using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Bucket.Tests.Envelopes;

public class EnvelopeTests
{
    [Fact]
    public void An_envelope_survives_its_json()
    {
        var envelope = new Envelope
        {
            Key = new TraceKey { Agent = "pi", SessionId = "s\"\n数", SubAgentId = "a", FirstEntry = Hash(9) },
            Generations = [Generation(1, "2026-01-01T00:00:00Z", 10), Generation(2, null, 20, 1) with { Trail = Hash(4) }],
            Trails = [KeyValuePair.Create("repo", Hash(7))],
        };
        var json = EnvelopeJson.Write(envelope);
        Assert.Equal(json, EnvelopeJson.Write(EnvelopeJson.Read(json)));
        Assert.Equal(envelope.Key, EnvelopeJson.Read(json).Key);
    }

    [Fact]
    public void Times_are_compared_as_instants()
    {
        Generation[] generations =
        [
            Generation(1, "2026-01-01T10:00:00+05:00", 30),
            Generation(2, "2026-01-01T06:00:00.5Z", 10),
            Generation(3, "2026-01-01T06:00:00", 20),
            Generation(4, "not a time", 99),
        ];
        Assert.Equal(2, ServedGeneration.Choose(generations));
    }

    [Fact]
    public void Ties_go_to_the_longer_and_then_to_the_greater_digest()
    {
        Assert.Equal(2, ServedGeneration.Choose([Generation(1, null, 10), Generation(2, null, 11)]));
        var (small, great) = (Hash(1) < Hash(2) ? 1 : 2, Hash(1) < Hash(2) ? 2 : 1);
        Assert.Equal(great, ServedGeneration.Choose([Generation(1, null, 10), Generation(2, null, 10)]));
        Assert.NotEqual(small, great);
    }

    [Fact]
    public void A_generation_that_another_extends_is_never_served() =>
        Assert.Equal(2, ServedGeneration.Choose([Generation(1, "2026-01-02T00:00:00Z", 10), Generation(2, "2026-01-01T00:00:00Z", 20, 1)]));

    [Fact]
    public void The_order_of_arrival_does_not_choose() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(byte End, byte Length)[]>(), given =>
        {
            if (given.Length == 0)
                return true;
            var forward = given.Select((g, i) => Generation(i + 1, $"2026-01-01T00:00:{g.End % 3:00}Z", g.Length % 3, hash: i)).ToList();
            var backward = Enumerable.Reverse(forward).Select((g, i) => g with { Index = i + 1 }).ToList();
            return forward[ServedGeneration.Choose(forward) - 1].Main == backward[ServedGeneration.Choose(backward) - 1].Main;
        }));

    private static Generation Generation(int index, string? end, long length, int extends = 0, int? hash = null) => new()
    {
        Index = index,
        Extends = extends == 0 ? [] : [extends],
        Sources = [new StoredSource(RawSource.MainName, Hash(hash ?? index), length)],
        Record = Hash(100),
        Parser = "p",
        ParserVersion = 3,
        TimestampEnd = end,
        Steps = 1,
        Patches = 2,
        Lines = new LineCounts { Mapped = 1, Folded = 2, Carried = 3, Ignored = 4, Malformed = 5 },
    };

    private static ContentHash Hash(int seed) => ContentHash.Of(BitConverter.GetBytes(seed));
}
