using OpenTraces.Schema;
using Xunit;

namespace OpenTraces.Conformance;

/// <summary>The guarantees of <see cref="ISlicer"/>, for every implementation.</summary>
public abstract class SlicerConformance
{
    private const int Cases = 300;

    protected abstract ISlicer Create();

    [Fact]
    public void Trajectories_tile_the_steps()
    {
        var slicer = Create();
        foreach (var (seed, steps) in SlicerCases.Generate(Cases))
        {
            var slicing = slicer.Slice(steps);
            AssertTiles(slicing.Trajectories, steps.Count, seed);
            AssertTiles(slicer.Slice(steps, AnswerAll(slicing, seed)).Trajectories, steps.Count, seed);
        }
    }

    [Fact]
    public void The_same_steps_give_the_same_result_from_another_instance()
    {
        var (one, other) = (Create(), Create());
        foreach (var (seed, steps) in SlicerCases.Generate(Cases))
        {
            var answers = AnswerAll(one.Slice(steps), seed);
            AssertSame(one.Slice(steps, answers), other.Slice([.. steps], answers), seed);
        }
    }

    [Fact]
    public void What_was_sliced_before_changes_nothing()
    {
        var used = Create();
        foreach (var (_, steps) in SlicerCases.Generate(Cases))
            used.Slice(steps);
        foreach (var (seed, steps) in SlicerCases.Generate(20))
            AssertSame(Create().Slice(steps), used.Slice(steps), seed);
    }

    [Fact]
    public void Answers_to_unknown_requests_are_ignored()
    {
        var slicer = Create();
        JudgmentAnswer[] strangers = [new() { Id = "nobody-asked", Decision = "distinct" }];
        foreach (var (seed, steps) in SlicerCases.Generate(Cases))
            AssertSame(slicer.Slice(steps), slicer.Slice(steps, strangers), seed);
    }

    [Fact]
    public void No_steps_give_no_trajectories()
    {
        Assert.Empty(Create().Slice([]).Trajectories);
        Assert.Empty(Create().Slice([], []).Trajectories);
    }

    [Fact]
    public void Concurrent_calls_give_what_calls_in_turn_give()
    {
        var slicer = Create();
        var cases = SlicerCases.Generate(Cases).ToArray();
        var expected = cases.Select(one => slicer.Slice(one.Steps)).ToArray();
        Parallel.For(0, 4 * cases.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var at = i % cases.Length;
            AssertSame(expected[at], slicer.Slice(cases[at].Steps), cases[at].Seed);
        });
    }

    [Fact]
    public void The_description_is_complete_and_stable()
    {
        var info = Create().Info;
        Assert.NotEmpty(info.Id);
        Assert.NotEmpty(info.Name);
        Assert.Equal(info, Create().Info);
    }

    [Fact]
    public void A_deterministic_slicer_asks_nothing()
    {
        var slicer = Create();
        if (slicer.Info.Tier != SlicerTier.Deterministic)
            return;
        foreach (var (_, steps) in SlicerCases.Generate(Cases))
            Assert.Empty(slicer.Slice(steps).Requests);
    }

    private static JudgmentAnswer[] AnswerAll(Slicing slicing, int seed)
    {
        var random = new Random(seed);
        return [.. slicing.Requests.Select(request => new JudgmentAnswer
        {
            Id = request.Id,
            Decision = request.Decisions[random.Next(request.Decisions.Count)],
        })];
    }

    // Written out here, not taken from the library: a verifier that shares the slicers' mistakes would prove nothing.
    private static void AssertTiles(IReadOnlyList<Trajectory> pieces, int count, int seed)
    {
        var next = 0;
        foreach (var piece in pieces)
        {
            Assert.True(piece.Start == next && piece.End >= piece.Start, $"Seed {seed}: expected a start at {next}, found {piece}.");
            Assert.False(string.IsNullOrEmpty(piece.Kind), $"Seed {seed}: a piece without a kind.");
            next = piece.End + 1;
        }

        Assert.True(next == count, $"Seed {seed}: {next} of {count} steps are covered.");
    }

    private static void AssertSame(Slicing expected, Slicing actual, int seed)
    {
        Assert.True(expected.Trajectories.SequenceEqual(actual.Trajectories), $"Seed {seed}: other trajectories.");
        Assert.True(expected.Requests.Select(request => request.Id).SequenceEqual(actual.Requests.Select(request => request.Id)),
            $"Seed {seed}: other requests.");
    }
}
