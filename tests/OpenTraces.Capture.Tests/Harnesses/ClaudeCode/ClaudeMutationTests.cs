using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.ClaudeCode;

public class ClaudeMutationTests(ITestOutputHelper output)
{
    private static readonly byte[] Marks = [.. "{}[]\":,\\ntu0\n"u8, 0, 0x7F, 0xC3, 0xFF];

    [Fact]
    public async Task Damaged_sessions_never_throw_and_every_entry_is_accounted_for()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var files = Corpus.Files().Where(f => f.StartsWith("claude-code/", StringComparison.Ordinal))
            .Select(Corpus.Require).Where(f => new FileInfo(f).Length is > 0 and < 60_000).ToArray();
        for (var round = 0; round < 400; round++)
        {
            var bytes = File.ReadAllBytes(files[random.Next(files.Length)]);
            Damage(bytes, random);
            var cut = random.Next(10) == 0 ? random.Next(bytes.Length) : bytes.Length;
            var run = await ClaudeRun.OfBytesAsync(bytes[..cut]);
            Check(run, seed);
        }
    }

    private static void Damage(byte[] bytes, Random random)
    {
        for (var i = random.Next(1, 40); i > 0; i--)
        {
            var at = random.Next(bytes.Length);
            if (random.Next(4) == 0)
            {
                var length = Math.Min(random.Next(200), bytes.Length - at);
                var from = random.Next(bytes.Length - length);
                bytes.AsSpan(from, length).CopyTo(bytes.AsSpan(at));
            }
            else
            {
                bytes[at] = Marks[random.Next(Marks.Length)];
            }
        }
    }

    private static void Check(ClaudeRun run, int seed)
    {
        Assert.True(run.Sink.Entries.Select(e => e.Line).SequenceEqual(run.Sink.Entries.Select(e => e.Line).Order()), $"seed {seed}");
        Assert.True(run.Steps.Select(s => s.StepIndex).SequenceEqual(Enumerable.Range(1, run.Steps.Count)), $"seed {seed}");
        Assert.True(run.Steps.All(s => s.ParentStep is null || s.ParentStep < s.StepIndex), $"seed {seed}");
        Assert.True(run.Sink.Patches.All(p => p.StepIndex <= run.Steps.Count), $"seed {seed}");
        Assert.True(run.Sink.Entries.Count(e => e.Fate == EntryFate.Mapped) <= run.Steps.Count, $"seed {seed}");
    }
}
