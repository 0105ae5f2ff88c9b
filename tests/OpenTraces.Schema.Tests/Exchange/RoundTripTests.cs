using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpenTraces.Schema.Tests.Exchange;

public sealed class RoundTripTests
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(150);

    public static TheoryData<string> Formats => [.. ExchangeFormat.All.Select(f => f.Name)];

    public static TheoryData<string> WholeFormats => ["atif", "adp", "otel"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_member_of_a_record_comes_back_or_is_named(string name)
    {
        var format = ExchangeFormat.Find(name);
        Prop.ForAll<int>(seed =>
        {
            var record = SomeRecord.Make(seed, subAgents: false);
            var (bytes, loss) = Exchanged.Write(format, record);
            // Behind a step that was left out the others have other places.
            var moved = loss.Entries.Any(e => e is { Path: "steps[]", Kind: LossKind.Dropped });
            var back = Leaves.Of(ToElement(Exchanged.Read(format, bytes))).Select(l => moved ? (Path: Leaves.Pattern(l.Path), l.Value) : (l.Path, l.Value));
            var unnamed = Leaves.Of(ToElement(record)).Select(l => moved ? (Path: Leaves.Pattern(l.Path), l.Value) : (l.Path, l.Value)).Except(back)
                .Where(leaf => !loss.Entries.Any(e => e.Kind != LossKind.Carried && e.Path is not ("steps" or "steps[]") && Names(e.Path, Leaves.Pattern(leaf.Path)))).ToList();
            return unnamed.Count == 0 ? true : throw new InvalidOperationException($"{seed}: {unnamed[0]}");
        }).Check(Often);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_was_written_is_written_again_byte_for_byte(string name)
    {
        var format = ExchangeFormat.Find(name);
        Prop.ForAll<int>(seed =>
        {
            var once = Exchanged.Write(format, SomeRecord.Make(seed)).Bytes;
            var twice = Exchanged.Write(format, Exchanged.Read(format, once)).Bytes;
            return once.AsSpan().SequenceEqual(twice)
                ? true : throw new InvalidOperationException($"{seed}\n{Encoding.UTF8.GetString(once)}\n{Encoding.UTF8.GetString(twice)}");
        }).Check(Often);
    }

    [Theory]
    [MemberData(nameof(WholeFormats))]
    public void Formats_with_room_for_extensions_give_the_whole_record_back(string name)
    {
        var format = ExchangeFormat.Find(name);
        Prop.ForAll<int>(seed =>
        {
            var record = SomeRecord.Make(seed);
            var (bytes, loss) = Exchanged.Write(format, record);
            Assert.True(loss.Entries.All(e => e.Kind == LossKind.Carried || IsNote(e)), $"{seed}: {Exchanged.Text(loss)}");
            Assert.Equal(Leaves.Of(ToElement(record)), Leaves.Of(ToElement(Exchanged.Read(format, bytes))));
        }).Check(Often);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_output_is_valid_json_in_valid_unicode_whatever_the_texts_hold(string name)
    {
        var format = ExchangeFormat.Find(name);
        Prop.ForAll<int>(seed =>
        {
            var record = SomeRecord.Make(seed, broken: true);
            var (bytes, loss) = Exchanged.Write(format, record);
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            Assert.DoesNotContain("\\ud8", text, StringComparison.OrdinalIgnoreCase);
            Leaves.Of(Exchanged.Parse(bytes));
            var reported = loss.Entries.Any(e => e.Path == "steps[].content" || e.Path == "steps[].reasoning_content");
            Assert.True(reported || !record.Steps.Any(s => s.Content?.Contains('\uD83D', StringComparison.Ordinal) == true && CleanText.IsBroken(s.Content)));
        }).Check(Often);
    }

    // Said of what the document tells others: the record comes back all the same.
    private static bool IsNote(LossEntry entry) => entry is { Kind: LossKind.Approximated, Path: "agent.version" or "steps[]" }
        || (entry is { Kind: LossKind.Approximated } && entry.Path.StartsWith("metrics.total_", StringComparison.Ordinal) && entry.Reason.Contains("no usage", StringComparison.Ordinal));

    private static bool Names(string entry, string pattern)
    {
        var path = pattern.StartsWith("system_prompts.", StringComparison.Ordinal) ? "system_prompts.*" : pattern;
        path = path.StartsWith("attribution.revision.", StringComparison.Ordinal) ? "attribution.revision.*" : path;
        return path == entry || path.StartsWith(entry + ".", StringComparison.Ordinal) || path.StartsWith(entry + "[", StringComparison.Ordinal);
    }

    // With the hash as it stands: one of its own would differ whenever anything else does.
    private static JsonElement ToElement(TraceRecord record)
    {
        var json = new ArrayBufferWriter<byte>();
        TraceJson.WriteUnhashed(json, record);
        return Exchanged.Parse(json.WrittenSpan.ToArray());
    }
}
