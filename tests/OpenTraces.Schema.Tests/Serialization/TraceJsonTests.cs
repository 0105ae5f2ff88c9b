using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpenTraces.Schema.Tests.Serialization;

public sealed class TraceJsonTests
{
    [Fact]
    public void A_full_record_is_written_with_the_bytes_it_was_read_from() =>
        Assert.Equal(SampleRecord.OneLine, Json.Rewrite(SampleRecord.Json));

    [Fact]
    public void A_full_record_leaves_no_member_at_its_default()
    {
        var record = Json.Parse(SampleRecord.Json);
        Assert.Equal("c1", record.Steps[1].ToolCalls[0].ToolCallId);
        Assert.Equal("""{"file_path":"/a/b.cs","n":1.0,"e":"\u00e9"}""", record.Steps[1].ToolCalls[0].Input.ToString());
        Assert.Equal((12, 1e-05, 60.5), (record.Steps[1].ToolCalls[0].DurationMs, record.Metrics.EstimatedCostUsd, record.Metrics.TotalDurationS));
        Assert.Equal("Add \"a\" cache\nand tests ☃", record.Task.Description);
        Assert.Equal("Be brief 😀", record.SystemPrompts["4567"]);
        Assert.Equal("mixed", record.Attribution!.Files[0].Conversations[0].Ranges[0].Contributor!["type"]);
        Assert.Equal("exact_range_hash", record.Patches[0].Anchor!.EvidenceTier);
        Assert.Equal((3L, "fast"), (record.Steps[1].TokenUsage.CacheWrite1hTokens, record.Steps[1].TokenUsage.Speed));
        Assert.True(record.Steps[1].TokenUsage.OutputIsPlaceholder && record.Metrics.TotalOutputIsPlaceholder);
        Assert.Equal((3, "final", true), (record.GenerationIndex, record.Lifecycle, record.GitLinks[0].CommitReachable));
    }

    [Fact]
    public void A_record_with_nothing_but_what_is_required_gets_the_defaults() =>
        Assert.Equal(
            """{"schema_version":"0.7.0","trace_id":"t","session_id":"s","content_hash":"50961a5e50df2805a8f63dd983a67ccf6efb2d535d80d770c80b6b4b30dcddc0","timestamp_start":null"""
            + ""","timestamp_end":null,"execution_context":null,"task":{"description":null,"source":null,"repository":null,"repository_url":null,"base_commit":null}"""
            + ""","agent":{"name":"pi","version":null,"model":null},"environment":{"os":null,"shell":null"""
            + ""","vcs":{"type":"none","base_commit":null,"branch":null,"diff":null},"language_ecosystem":[]},"system_prompts":{}"""
            + ""","tool_definitions":[],"steps":[],"outcome":{"success":null,"signal_source":"deterministic","signal_confidence":"derived","description":null,"""
            + "\"committed\"" + """:false,"commit_sha":null,"terminal_state":null,"reward":null,"reward_source":null},"patches":[]"""
            + ""","dependencies":[],"metrics":{"total_steps":0,"total_input_tokens":0,"total_output_tokens":0,"total_duration_s":null"""
            + ""","cache_hit_rate":null,"estimated_cost_usd":null,"total_cache_read_tokens":0,"total_cache_creation_tokens":0}"""
            + ""","security":{"scanned":false,"flags_reviewed":0,"redactions_applied":0,"classifier_version":null},"attribution":null"""
            + ""","lifecycle":"provisional","git_links":[],"generation_index":0,"context_tree_summary":{},"metadata":{}}""",
            Json.Rewrite("""{"trace_id":"t","session_id":"s","agent":{"name":"pi"}}"""));

    [Fact]
    public void A_step_is_read_and_written_alone()
    {
        var step = Json.Parse(SampleRecord.Json).Steps[1];
        var json = Json.Write(step, TraceJson.WriteStep);
        Assert.Contains(json, SampleRecord.OneLine, StringComparison.Ordinal);
        Assert.Equal(json, Json.Write(TraceJson.ParseStep(Encoding.UTF8.GetBytes(json)), TraceJson.WriteStep));
    }

    [Fact]
    public void Any_text_survives_even_half_a_surrogate_pair() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(char, byte)[]>(), units =>
        {
            // Half of the units from the ranges where escaping is decided.
            var text = string.Concat(units.Select(unit => unit.Item2 switch
            {
                < 40 => (char)(unit.Item1 % 0x80),
                < 80 => (char)(0xD800 + (unit.Item1 % 0x800)),
                < 90 => '\u2028',
                _ => unit.Item1,
            }));
            var json = Json.Write(new Step { StepIndex = 1, Role = text, Content = text }, TraceJson.WriteStep);
            var read = TraceJson.ParseStep(Encoding.UTF8.GetBytes(json));
            return read.Content == text && read.Role == text && !json.Contains('\n', StringComparison.Ordinal);
        }));

    [Fact]
    public void Any_number_survives() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(double, long, int)>(), numbers =>
        {
            var (real, whole, small) = numbers;
            var record = new TraceRecord
            {
                TraceId = "t",
                SessionId = "s",
                Agent = new Agent { Name = "pi" },
                GenerationIndex = small,
                Outcome = new Outcome { Reward = real },
                Metrics = new TraceMetrics { TotalInputTokens = whole },
            };
            var read = TraceJson.Parse(TraceJson.Serialize(record));
            return read.GenerationIndex == small && read.Metrics.TotalInputTokens == whole
                && (double.IsFinite(real) ? read.Outcome.Reward == real : read.Outcome.Reward is null);
        }));

    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(1e22, "1e+22")]
    public void A_real_number_always_looks_like_one(double value, string text)
    {
        var record = new TraceRecord { TraceId = "t", SessionId = "s", Agent = new Agent { Name = "pi" }, Outcome = new Outcome { Reward = value } };
        Assert.Contains($"\"reward\":{text},", Encoding.UTF8.GetString(TraceJson.Serialize(record)), StringComparison.Ordinal);
    }
}
