using OpenTraces.Capture.Harnesses;
using OpenTraces.Conformance;
using Xunit;

namespace OpenTraces.Capture.Tests.Fuzz;

/// <summary>What mutants found, as small as it can be.</summary>
public sealed class FuzzFindingTests
{
    public static TheoryData<string> Harnesses => [.. HarnessCatalog.Own().Select(static p => p.Harness)];

    [Theory]
    [MemberData(nameof(Harnesses))]
    public async Task Half_a_surrogate_pair_in_a_members_name_is_a_name_nobody_knows(string harness)
    {
        var session = await RecordedSession.ReadAsync(new HarnessCatalog().Named(harness), "{\"\\ud800\":1,\"type\":\"x\"}\n{\"usage\":{\"\\udc00\":1}}\n");
        Assert.Equal(2, session.Entries.Count);
        Assert.DoesNotContain(session.Entries, static e => e.Fate == EntryFate.Malformed && e.Reason == "invalid_json");
    }

    [Theory]
    [InlineData("""{"sessionId":"a","session_id":[],"type":"x"}""")]
    [InlineData("""{"sessionId":"a","session_id":{"b":1},"type":"x"}""")]
    [InlineData("""{"type":"user","sessionId":"a","toolUseResult":{"durationMs":1,"duration":{"a":[1]}},"message":{"role":"user","content":"x"}}""")]
    public async Task A_member_that_came_earlier_does_not_stop_a_later_one_from_being_read(string line)
    {
        var session = await RecordedSession.ReadAsync(new HarnessCatalog().Named("claude-code"), line + "\n");
        Assert.NotEqual(EntryFate.Malformed, Assert.Single(session.Entries).Fate);
    }

    [Fact]
    public async Task A_repeated_message_of_pi_at_the_end_of_a_branch_without_messages_is_no_way_into_a_circle()
    {
        const string Message = """{"type":"message","id":"e1","parentId":"e9","timestamp":"2026-05-01T10:00:04.000Z","message":{"role":"user","content":"x"}}""";
        const string Model = """{"type":"model_change","id":"e0","parentId":null,"timestamp":"2026-05-01T10:00:00.500Z","provider":"a","modelId":"m"}""";
        var reading = Task.Run(() => RecordedSession.ReadAsync(new HarnessCatalog().Named("pi"), $"\n{Message}\n{Model}\n{Message}\n"));
        Assert.Same(reading, await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)));
        Assert.Equal(4, (await reading).Entries.Count);
        Assert.Single((await reading).Steps);
    }

    [Fact]
    public async Task A_bare_ghost_snapshot_of_codex_is_carried()
    {
        var session = await RecordedSession.ReadAsync(new HarnessCatalog().Named("codex-cli"), """{"type":"ghost_snapshot","ghost_commit":{"id":"abc"}}""" + "\n");
        Assert.Equal((1, EntryFate.Carried, null), Assert.Single(session.Entries));
    }
}
