using OpenTraces.Schema;
using Xunit;
using static OpenTraces.Capture.Tests.Harnesses.Pi.PiLines;

namespace OpenTraces.Capture.Tests.Harnesses.Pi;

public class PiTreeTests
{
    [Fact]
    public async Task Only_the_branch_of_the_last_entry_becomes_steps()
    {
        var run = await PiRun.OfAsync(Header, User("u1", null, "common"),
            Assistant("a1", "u1", """{"type":"text","text":"left"}""", Usage(100, 10, 1, 2, "0.5")),
            User("u2", "a1", "left again"),
            Assistant("a2", "u1", """{"type":"text","text":"right"}""", Usage(7, 3, 0, 0, "0.25")));

        Assert.Equal(["common", "right"], run.Steps.Select(s => s.Content));
        Assert.Equal([1, 2], run.Steps.Select(s => s.StepIndex));
        Assert.Equal(2, run.Count(EntryFate.Ignored, "inactive_branch"));
        Assert.Equal(7, run.Steps.Sum(s => s.TokenUsage.InputTokens));
        Assert.Equal(new TokenUsage { InputTokens = 107, OutputTokens = 13, CacheReadTokens = 1, CacheWriteTokens = 2 }, run.Header.TotalUsage);
        Assert.Equal("""{"leaf_id":"a2","leaves":2,"branch_points":1,"inactive_entries":2,"bridged_parents":0}""", Branches(run));
        Assert.True(run.Metadata.TryGetMember("inactive_usage"u8, out var usage));
        Assert.Equal("""{"input_tokens":100,"output_tokens":10,"cache_read_tokens":1,"cache_write_tokens":2,"cost_usd":0.5}""", usage.ToString());
    }

    [Fact]
    public async Task A_call_is_not_answered_from_another_branch()
    {
        var run = await PiRun.OfAsync(Header,
            Assistant("a1", null, Call("c1", "write", """{"path":"a.txt","content":"one"}""")),
            Result("r1", "a1", "c1", "ok"),
            User("u1", "a1", "never mind"));

        Assert.Equal("no_result", run.Steps[0].Observations.Single().Error);
        Assert.Equal(["c1"], run.Unanswered);
        Assert.Empty(run.Patches);
    }

    [Fact]
    public async Task A_second_root_starts_a_branch_of_its_own()
    {
        var run = await PiRun.OfAsync(Header, User("u1", null, "one"), User("u2", null, "two"));

        Assert.Equal(["two"], run.Steps.Select(s => s.Content));
        Assert.Contains("\"branch_points\":1", Branches(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_line_does_not_cut_off_what_came_before_it()
    {
        var run = await PiRun.OfAsync(Header, User("u1", null, "one"), "{torn", User("u3", "u2", "three"));

        Assert.Equal(["one", "three"], run.Steps.Select(s => s.Content));
        Assert.Contains("\"bridged_parents\":1", Branches(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_that_name_each_other_as_parents_end_the_walk()
    {
        var run = await PiRun.OfAsync(Header, User("u1", "u2", "one"), User("u2", "u1", "two"), User("u3", "u3", "three"));

        Assert.Equal(["one", "two", "three"], run.Steps.Select(s => s.Content));
    }

    [Fact]
    public async Task An_entry_without_an_id_follows_the_one_before_it()
    {
        var run = await PiRun.OfAsync(Header, User("u1", null, "one"),
            """{"type":"message","message":{"role":"user","content":"two"}}""", User("u3", "u1", "three"));

        Assert.Equal(["one", "three"], run.Steps.Select(s => s.Content));
        Assert.Equal(1, run.Count(EntryFate.Ignored, "inactive_branch"));
    }

    [Fact]
    public async Task An_id_used_twice_means_the_later_entry()
    {
        var run = await PiRun.OfAsync(Header, User("u1", null, "one"), User("u1", "u1", "two"), User("u3", "u1", "three"));

        Assert.Equal(["one", "two", "three"], run.Steps.Select(s => s.Content));
    }

    [Fact]
    public async Task The_header_can_be_named_as_the_parent_of_a_root()
    {
        var run = await PiRun.OfAsync(Header, User("u1", "s-1", "one"));

        Assert.Equal(["one"], run.Steps.Select(s => s.Content));
        Assert.Contains("\"bridged_parents\":0", Branches(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_without_a_message_does_not_hide_the_conversation()
    {
        var run = await PiRun.OfAsync(Header, User("u1", null, "one"),
            """{"type":"label","id":"l1","parentId":null,"targetId":"u1","label":"x"}""");

        Assert.Equal(["one"], run.Steps.Select(s => s.Content));
        Assert.Contains("\"leaf_rule\":\"last_message\"", Branches(run), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_and_labels_belong_to_the_session_whatever_branch_they_stand_on()
    {
        var run = await PiRun.OfAsync(Header, User("u1", null, "one"),
            """{"type":"session_info","id":"i1","parentId":"u1","name":"Totals"}""",
            """{"type":"model_change","id":"m1","parentId":"i1","provider":"p","modelId":"other"}""",
            User("u2", "u1", "two"));

        Assert.Equal("Totals", run.Metadata.GetString("session_name"u8));
        Assert.Equal(1, run.Count(EntryFate.Ignored, "inactive_branch"));
        Assert.Null(run.Header.Agent.Model);
    }

    [Fact]
    public async Task A_chain_of_a_hundred_thousand_entries_is_walked()
    {
        var lines = Enumerable.Range(0, 100_000).Select(i =>
            $$"""{"type":"model_change","id":"e{{i}}","parentId":{{(i == 0 ? "null" : $"\"e{i - 1}\"")}}}""");
        var run = await PiRun.OfAsync([Header, .. lines, User("u1", "e99999", "end")]);

        Assert.Single(run.Steps);
        Assert.Equal(0, run.Count(EntryFate.Ignored));
    }

    private static string Branches(PiRun run) =>
        run.Metadata.TryGetMember("branches"u8, out var branches) ? branches.ToString() : "";
}
