using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenTraces.Capture.Harnesses.Pi;
using OpenTraces.Schema;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Capture.Tests.Harnesses.Pi;

public class PiCorpusTests
{
    /// <summary>Entries on other branches than the last, and reasons to ignore, where a file has any.</summary>
    private static readonly Dictionary<string, string> Ignored = new(StringComparer.Ordinal)
    {
        ["pi/git-ai-project__git-ai__tests__fixtures__pi-session-ignorable.jsonl"] = "inactive_branch 2",
        ["pi/jazzyalex__agent-sessions__Resources__Fixtures__stage0__agents__openclaw__large.jsonl"] = "inactive_branch 4",
        ["pi/jazzyalex__agent-sessions__Resources__Fixtures__stage0__agents__openclaw__schema_drift.jsonl"] = "inactive_branch 1, unknown_type 1",
        ["pi/jazzyalex__agent-sessions__Resources__Fixtures__stage0__agents__openclaw__small.jsonl"] = "inactive_branch 1",
        ["pi/specstoryai__getspecstory__specstory-cli__pkg__providers__piagent__testdata__branching.jsonl"] = "inactive_branch 1",
        ["pi/specstoryai__getspecstory__specstory-cli__pkg__providers__piagent__testdata__full_format.jsonl"] = "inactive_branch 4",
    };

    [Fact]
    public void Detection_takes_every_Pi_file_and_no_other()
    {
        var root = Corpus.RequireRoot();
        var taken = Corpus.Files().Where(f => CanRead(Path.Combine(root, f))).ToList();

        Assert.Equal(PiFiles().Order(StringComparer.Ordinal), taken);
    }

    [Fact]
    public async Task Every_entry_of_every_file_is_accounted_for()
    {
        var root = Corpus.RequireRoot();
        foreach (var file in PiFiles())
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(root, file));
            var run = await PiRun.OfAsync(bytes);
            var reasons = run.Entries.Where(e => e.Fate == EntryFate.Ignored).GroupBy(e => e.Reason!)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} {g.Count()}"));

            Assert.Equal((file, Values(bytes).Count), (file, run.Entries.Count));
            Assert.Equal((file, 0), (file, run.Count(EntryFate.Malformed)));
            Assert.Equal((file, Ignored.GetValueOrDefault(file, "")), (file, string.Join(", ", reasons)));
            Assert.Equal((file, run.Steps.Count), (file, run.Count(EntryFate.Mapped)));
            Assert.Equal((file, 0), (file, run.Orphans.Count));
            Assert.Equal((file, Values(bytes)[0].GetProperty("id").GetString()), (file, run.Header.SessionId));
        }
    }

    [Fact]
    public async Task Every_record_is_the_same_after_it_was_written_and_read()
    {
        var root = Corpus.RequireRoot();
        foreach (var file in PiFiles())
        {
            var json = TraceJson.Serialize(await PiRun.RecordOfAsync(await File.ReadAllBytesAsync(Path.Combine(root, file))));
            Assert.True(json.AsSpan().SequenceEqual(TraceJson.Serialize(TraceJson.Parse(json))), file);
        }
    }

    [Fact]
    public async Task Usage_is_what_a_count_of_its_own_finds()
    {
        var root = Corpus.RequireRoot();
        foreach (var file in PiFiles())
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(root, file));
            var run = await PiRun.OfAsync(bytes);
            var (input, output, read, written, cost) = (0L, 0L, 0L, 0L, 0m);
            var header = Values(bytes)[0];
            var began = header.TryGetProperty("branchedFrom", out _) || header.TryGetProperty("parentSession", out _)
                ? header.GetProperty("timestamp").GetString()!
                : "";
            foreach (var entry in Values(bytes))
            {
                // What stands in a copy from before it was made is the usage of the session it was copied from.
                if (string.CompareOrdinal(entry.GetProperty("timestamp").GetString(), began) < 0)
                    continue;
                if (!entry.TryGetProperty("message", out var message) || !message.TryGetProperty("usage", out var usage))
                    continue;
                input += usage.GetProperty("input").GetInt64();
                output += usage.GetProperty("output").GetInt64();
                read += usage.GetProperty("cacheRead").GetInt64();
                written += usage.GetProperty("cacheWrite").GetInt64();
                cost += usage.GetProperty("cost").GetProperty("total").GetDecimal();
            }

            Assert.Equal((file, input), (file, run.Steps.Sum(s => s.TokenUsage.InputTokens)));
            Assert.Equal((file, output), (file, run.Steps.Sum(s => s.TokenUsage.OutputTokens)));
            Assert.Equal((file, read), (file, run.Steps.Sum(s => s.TokenUsage.CacheReadTokens)));
            Assert.Equal((file, written), (file, run.Steps.Sum(s => s.TokenUsage.CacheWriteTokens)));
            Assert.True(run.Metadata.TryGetMember("cost_usd"u8, out var stated));
            Assert.Equal((file, cost), (file, decimal.Parse(stated.ToString(), CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public async Task Every_successful_edit_gives_patches_that_agree_with_its_arguments()
    {
        var root = Corpus.RequireRoot();
        var (edits, hunks) = (0, 0);
        foreach (var file in PiFiles())
        {
            var run = await PiRun.OfAsync(await File.ReadAllBytesAsync(Path.Combine(root, file)));
            var patches = run.Patches.ToLookup(p => p.ToolCallId, StringComparer.Ordinal);
            foreach (var step in run.Steps)
            {
                foreach (var call in step.ToolCalls.Where(c => c.ToolName is "edit" or "write"))
                {
                    var made = patches[call.ToolCallId].ToList();
                    var failed = step.Observations.Single(o => o.SourceCallId == call.ToolCallId).Error is not null;
                    Assert.Equal((file, call.ToolCallId, !failed), (file, call.ToolCallId, made.Count > 0));
                    edits += failed ? 0 : 1;
                    hunks += made.Count;
                    if (call.Input.GetString("newText"u8) is { } newText)
                        Assert.All(made, p => AssertWithin(file, p, call.Input.GetString("oldText"u8)!, newText));
                }
            }
        }

        Assert.Equal((517, true), (edits, hunks > edits));
    }

    /// <summary>What an edit adds stands in the new text: whole lines inside it, parts of lines at its ends.</summary>
    private static void AssertWithin(string file, PatchDraft patch, string oldText, string newText)
    {
        foreach (var (lines, text) in new[] { (patch.Added, newText), (patch.Removed, oldText) })
        {
            foreach (var line in lines.Skip(1).SkipLast(1))
                Assert.True(text.Contains(line, StringComparison.Ordinal), $"{file} {patch.ToolCallId}: '{line}'");
        }
    }

    private static IEnumerable<string> PiFiles() => Corpus.Files().Where(f =>
        (f.StartsWith("pi/", StringComparison.Ordinal) || f.StartsWith("snapshots/pi/", StringComparison.Ordinal))
        && !f.Contains("__droid__", StringComparison.Ordinal));

    private static bool CanRead(string path)
    {
        using var file = File.OpenRead(path);
        var header = new byte[HarnessProbe.HeaderLength];
        var length = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        return new PiParser().CanRead(new HarnessProbe(header.AsSpan(0, length), length == file.Length, Path.GetFileName(path)));
    }

    /// <summary>The values of a file, blank lines not counted, read in another way than the parser does.</summary>
    private static List<JsonElement> Values(byte[] bytes)
    {
        var values = new List<JsonElement>();
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var utf8 = Encoding.UTF8.GetBytes(line);
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
                values.Add(JsonElement.ParseValue(ref reader));
        }

        return values;
    }
}
