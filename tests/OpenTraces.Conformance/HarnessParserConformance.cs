using System.Text;
using OpenTraces.Capture;
using Xunit;

namespace OpenTraces.Conformance;

/// <summary>The guarantees of <see cref="IHarnessParser"/>, for every implementation.</summary>
public abstract class HarnessParserConformance
{
    private const int Mutations = 600;

    protected abstract IHarnessParser Create();

    /// <summary>A whole session, one object per line: prompts, several calls with their results, edits, usage.</summary>
    protected abstract string Sample { get; }

    /// <summary>False for a harness that writes no tokens down for its calls.</summary>
    protected virtual bool StatesUsage => true;

    private byte[] SampleBytes => Encoding.UTF8.GetBytes(Sample);

    private static async Task<RecordedSession> Read(IHarnessParser parser, byte[] bytes) => await RecordedSession.ReadAsync(parser, bytes);

    private static Task<RecordedSession> ReadReopenable(IHarnessParser parser, byte[] bytes) => RecordedSession.ReadAsync(parser, new SessionSource
    {
        FileName = "session.jsonl",
        Content = new MemoryStream(bytes),
        Reopen = () => new MemoryStream(bytes),
    });

    private static bool CanRead(IHarnessParser parser, byte[] bytes, string name = "x")
    {
        var header = bytes.AsSpan(0, Math.Min(bytes.Length, HarnessProbe.HeaderLength));
        return parser.CanRead(new HarnessProbe(header, header.Length == bytes.Length, name));
    }

    [Fact]
    public async Task The_sample_says_something()
    {
        var session = await Read(Create(), SampleBytes);
        Assert.True(session.Steps.Count > 3);
        Assert.Contains(session.Steps, s => s.ToolCalls.Count > 0 && s.Observations.Any(o => o.Error is null));
        Assert.NotEmpty(session.Patches);
        Assert.Equal(StatesUsage, session.Steps.Any(s => s.TokenUsage.OutputTokens > 0));
        Assert.Equal(Create().Harness, session.Header.Agent.Name);
    }

    [Theory]
    [InlineData("session.jsonl")]
    [InlineData("README.md")]
    [InlineData("")]
    public void Detection_goes_by_content(string name) => Assert.True(CanRead(Create(), SampleBytes, name));

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# A heading\n\nand text\n")]
    [InlineData("{}\n")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"hello\":\"world\"}\n{\"hello\":\"again\"}\n")]
    [InlineData("\0\0\0\0")]
    public void What_is_no_session_is_not_claimed(string text) => Assert.False(CanRead(Create(), Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Detection_throws_on_no_input()
    {
        var sample = SampleBytes;
        for (var seed = 0; seed < Mutations; seed++)
        {
            var bytes = SessionMutations.Mutate(sample, seed);
            foreach (var length in new[] { bytes.Length, bytes.Length / 2, Math.Min(bytes.Length, 100) })
                _ = Create().CanRead(new HarnessProbe(bytes.AsSpan(0, length), length == bytes.Length, "x"));
        }
    }

    [Fact]
    public async Task Every_line_of_the_sample_is_one_entry_in_file_order()
    {
        var session = await Read(Create(), SampleBytes);
        var lines = Sample.Count(c => c == '\n') + (Sample.EndsWith('\n') ? 0 : 1);
        Assert.Equal(Enumerable.Range(1, lines), session.Entries.Select(e => e.Line));
        Assert.DoesNotContain(session.Entries, e => e.Fate == EntryFate.Malformed);
        Assert.All(session.Entries, e => Assert.Equal(e.Fate is EntryFate.Ignored or EntryFate.Malformed, e.Reason is not null));
    }

    [Fact]
    public async Task Two_objects_on_a_line_are_two_entries_and_other_lines_are_one_each()
    {
        var lines = Sample.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var glued = lines[0] + lines[1] + "\n\nnot json\n" + string.Join('\n', lines[2..]) + "\n{\"torn";
        var session = await Read(Create(), Encoding.UTF8.GetBytes(glued));
        Assert.Equal(lines.Length + 3, session.Entries.Count);
        Assert.Equal([1, 1, 2, 3], session.Entries.Take(4).Select(e => e.Line));
        Assert.Equal((EntryFate.Ignored, "blank_line"), (session.Entries[2].Fate, session.Entries[2].Reason));
        Assert.Equal((EntryFate.Malformed, "invalid_json"), (session.Entries[3].Fate, session.Entries[3].Reason));
        Assert.Equal((EntryFate.Malformed, "unterminated_last_line"), (session.Entries[^1].Fate, session.Entries[^1].Reason));
        Assert.Equal((await Read(Create(), SampleBytes)).Steps.Count, session.Steps.Count);
    }

    [Fact]
    public async Task Steps_calls_and_patches_refer_to_each_other() => AssertSound(await Read(Create(), SampleBytes), "sample");

    [Fact]
    public async Task The_same_bytes_give_the_same_report_however_they_arrive()
    {
        var first = await Read(Create(), SampleBytes);
        Assert.Equal(first.Print(), (await Read(Create(), SampleBytes)).Print());
        foreach (var step in new[] { 1, 7, 4096 })
        {
            var trickled = await RecordedSession.ReadAsync(Create(), new Trickle(SampleBytes, step));
            Assert.Equal(first.Print(), trickled.Print());
        }
    }

    [Fact]
    public async Task A_session_that_can_be_opened_again_gives_the_same_report()
    {
        Assert.Equal((await Read(Create(), SampleBytes)).Print(), (await ReadReopenable(Create(), SampleBytes)).Print());
        for (var seed = 0; seed < Mutations; seed++)
        {
            var bytes = SessionMutations.Mutate(SampleBytes, seed);
            Assert.True((await Read(Create(), bytes)).Print() == (await ReadReopenable(Create(), bytes)).Print(), $"seed {seed}");
        }
    }

    [Fact]
    public async Task One_parser_reads_many_sessions_at_once()
    {
        var parser = Create();
        var expected = (await Read(Create(), SampleBytes)).Print();
        var readings = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Read(parser, SampleBytes))));
        Assert.All(readings, reading => Assert.Equal(expected, reading.Print()));
    }

    [Fact]
    public async Task No_damage_makes_it_throw_and_every_entry_is_accounted_for()
    {
        var sample = SampleBytes;
        for (var seed = 0; seed < Mutations; seed++)
        {
            var bytes = SessionMutations.Mutate(sample, seed);
            RecordedSession session;
            try
            {
                session = await Read(Create(), bytes);
                _ = session.Print();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed} made the parser throw.", exception);
            }

            AssertSound(session, $"seed {seed}");
            AssertAccounted(session, bytes, $"seed {seed}");
        }
    }

    [Fact]
    public async Task A_line_over_the_limit_is_not_held()
    {
        const int Length = 48 * 1024 * 1024;
        var bytes = new byte[Length + SampleBytes.Length];
        bytes.AsSpan(0, Length - 1).Fill((byte)'x');
        bytes[Length - 1] = (byte)'\n';
        SampleBytes.CopyTo(bytes, Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var session = await RecordedSession.ReadAsync(Create(), new MemoryStream(bytes), maxLineBytes: 1 << 20);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Length / 4);
        Assert.Equal((1, EntryFate.Malformed, "line_too_long"), session.Entries[0]);
        Assert.Equal((await Read(Create(), SampleBytes)).Steps.Count, session.Steps.Count);
    }

    [Fact]
    public async Task Cancellation_and_read_errors_get_out()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RecordedSession.ReadAsync(
            Create(), new Trickle(SampleBytes, 100), cancellationToken: cancelled.Token));
        await Assert.ThrowsAsync<IOException>(() => RecordedSession.ReadAsync(Create(), new Broken(SampleBytes)));
    }

    protected static void AssertSound(RecordedSession session, string context)
    {
        Assert.True(session.Steps.Select(s => s.StepIndex).SequenceEqual(Enumerable.Range(1, session.Steps.Count)), $"{context}: indices");
        foreach (var step in session.Steps)
        {
            Assert.True(step.ParentStep is null || (step.ParentStep >= 1 && step.ParentStep < step.StepIndex), $"{context}: parent");
            var calls = step.ToolCalls.Select(c => c.ToolCallId).ToHashSet(StringComparer.Ordinal);
            Assert.True(step.Observations.All(o => calls.Contains(o.SourceCallId)), $"{context}: observations");
            Assert.True(step.TokenUsage is { InputTokens: >= 0, OutputTokens: >= 0, CacheReadTokens: >= 0, CacheWriteTokens: >= 0 }, $"{context}: usage");
            Assert.True(step.ToolCalls.All(c => c.Input.Kind == System.Text.Json.JsonValueKind.Object), $"{context}: input");
        }

        foreach (var patch in session.Patches)
        {
            Assert.True(patch.StepIndex >= 1 && patch.StepIndex <= session.Steps.Count, $"{context}: patch step");
            Assert.True(session.Steps[patch.StepIndex - 1].ToolCalls.Any(c => c.ToolCallId == patch.ToolCallId), $"{context}: patch call");
            Assert.True(patch.Removed.Concat(patch.Added).All(l => !l.Contains('\n', StringComparison.Ordinal)), $"{context}: lines");
        }
    }

    /// <summary>Lines in file order, none left out; several lines are one entry only where an object spans them.</summary>
    private static void AssertAccounted(RecordedSession session, byte[] bytes, string context)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var body = text.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal) ? text[3..] : text;
        var lines = body.Split('\n');
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        var seen = session.Entries.Select(e => e.Line).ToList();
        Assert.True(seen.SequenceEqual(seen.Order()), $"{context}: order");
        if (lines.Any(l => l.Trim() is "{" or "["))
            Assert.True(seen.Count == 0 || seen[^1] <= count, $"{context}: beyond the end");
        else
            Assert.True(seen.Distinct().SequenceEqual(Enumerable.Range(1, count)), $"{context}: lines");
        Assert.True(session.Entries.All(e => (e.Fate is EntryFate.Ignored or EntryFate.Malformed) == (e.Reason is not null)), $"{context}: reasons");
    }

    private class Trickle(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return base.ReadAsync(buffer[..Math.Min(step, buffer.Length)], cancellationToken);
        }
    }

    private sealed class Broken(byte[] bytes) : Trickle(bytes, 200)
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ++_reads > 3 ? throw new IOException("The disk is gone.") : base.ReadAsync(buffer, cancellationToken);
    }
}
