using OpenTraces.Capture.Reading;
using OpenTraces.Capture.Tests.Harnesses.CodexCli;
using Xunit;

namespace OpenTraces.Capture.Tests.Reading;

public class OrderedEntriesTests
{
    private const int MostWaiting = 4096;

    private static readonly EntryOutcome Folded = new(EntryFate.Folded);

    private readonly CountingSink _sink = new();
    private readonly List<HeldEntry> _givenUp = [];
    private readonly OrderedEntries _entries;

    public OrderedEntriesTests() => _entries = new OrderedEntries(_sink);

    [Fact]
    public void Entries_wait_behind_an_open_one_until_it_is_settled()
    {
        _entries.Entry(1, EntryFate.Mapped);
        var first = Hold(2);
        _entries.Entry(3, EntryFate.Ignored, "blank_line");
        var second = Hold(4);
        _entries.Settle(second, Folded);
        Assert.Equal([1], _sink.Lines);
        _entries.Settle(first, Folded);
        Assert.Equal([1, 2, 3, 4], _sink.Lines);
        Assert.Equal(["blank_line"], _sink.Ignored.Keys);
        Assert.Empty(_givenUp);
    }

    [Fact]
    public void The_first_decision_stands()
    {
        var entry = Hold(1, waiting: 2);
        entry.Outcome = Folded;
        _entries.Settle(entry, new EntryOutcome(EntryFate.Ignored, "second"));
        Assert.Equal([1], _sink.Lines);
        Assert.Empty(_sink.Ignored);
    }

    [Fact]
    public void An_entry_is_open_as_long_as_one_of_its_results_waits()
    {
        var entry = Hold(1, waiting: 2);
        entry.Waiting--;
        _entries.Release();
        Assert.Empty(_sink.Lines);
        entry.Waiting--;
        _entries.Release();
        Assert.Equal(1, _sink.Ignored["result_without_call"]);
    }

    [Fact]
    public void The_first_is_given_up_when_too_many_wait_behind_it()
    {
        var (first, second) = (Hold(1), Hold(2));
        for (var line = 3; line <= MostWaiting; line++)
            _entries.Entry(line, EntryFate.Mapped);
        Assert.Empty(_sink.Lines);
        _entries.Entry(MostWaiting + 1, EntryFate.Mapped);
        Assert.Equal([1], _sink.Lines);
        Assert.Equal([first], _givenUp);
        _entries.Settle(second, Folded);
        Assert.Equal(Enumerable.Range(1, MostWaiting + 1), _sink.Lines);
        Assert.Equal(1, _sink.Ignored["result_without_call"]);
    }

    [Fact]
    public void The_first_are_given_up_when_too_many_bytes_wait()
    {
        var held = Enumerable.Range(1, 5).Select(line => Hold(line, size: 4 << 20)).ToList();
        Assert.Equal([1], _sink.Lines);
        Assert.Equal(held[..1], _givenUp);
        _entries.Settle(held[1], Folded);
        Hold(6, size: 4 << 20);
        Assert.Equal(held[..1], _givenUp);
        Hold(7, size: (16 << 20) + 1);
        Assert.Equal(Enumerable.Range(1, 7), _sink.Lines);
        Assert.Equal(6, _givenUp.Count);
    }

    [Fact]
    public void What_is_open_at_the_end_is_given_up()
    {
        Hold(1);
        _entries.Entry(2, EntryFate.Mapped);
        Hold(3);
        _entries.End();
        Assert.Equal([1, 2, 3], _sink.Lines);
        Assert.Equal(2, _sink.Ignored["result_without_call"]);
    }

    private HeldEntry Hold(int line, int waiting = 1, long size = 0)
    {
        var entry = new HeldEntry(_givenUp.Add, size) { Waiting = waiting };
        _entries.Entry(line, new EntryOutcome(EntryFate.Ignored, "result_without_call", entry));
        return entry;
    }
}
