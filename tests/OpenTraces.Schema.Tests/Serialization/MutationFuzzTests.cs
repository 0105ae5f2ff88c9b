using System.Text;
using System.Text.Json;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Schema.Tests.Serialization;

/// <summary>Damages a full record in every way files get damaged; only <see cref="OpenTracesException"/> may come out.</summary>
public sealed class MutationFuzzTests
{
    private const int Rounds = 1000;

    private static readonly byte[] Seed = Encoding.UTF8.GetBytes(SampleRecord.Json);

    private static readonly (int Start, int End)[] Values = FindValues();

    private static readonly byte[][] Nasty =
    [
        .. new[]
        {
            "null", "true", "0", "-1", "1.5", "1e3", "1e999", "-1e-999", new string('9', 400), "\"\"", "\"\\ud800\"", "\"\\udc00\\ud800\"",
            "\"\\u0000\"", "\"\u2028\uFEFF\"", "\"1\"", "[]", "{}", "[null]", "[[]]", "{\"\":null}", "{\"\\ud800\":\"\\ud800\"}", "{\"patch\":\"--- a/b\"}",
            new string('[', 600) + new string(']', 600), new string('[', 300) + new string(']', 300), "{\"a\":\n\r{\"a\":1}}",
        }.Select(Encoding.UTF8.GetBytes),
        [(byte)'"', 0xFF, 0xC0, (byte)'"'],
        [0],
        [0xEF, 0xBB, 0xBF],
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Nothing_but_a_refusal_comes_out(int seed) => Run(seed);

    [Fact]
    public void Nothing_but_a_refusal_comes_out_of_a_seed_nobody_chose() => Run(Random.Shared.Next());

    private static void Run(int seed)
    {
        var random = new Random(seed);
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var json = Seed;
            for (var i = random.Next(1, 4); i > 0; i--)
                json = Mutate(json, random);
            try
            {
                accepted += Accepts(json) ? 1 : 0;
            }
            catch (Exception error) when (error is not OpenTracesException)
            {
                throw new InvalidOperationException($"Seed {seed}, round {round}: {error.GetType().Name}\n{Encoding.UTF8.GetString(json)}", error);
            }
        }

        Assert.InRange(accepted, 1, Rounds - 1);
    }

    private static bool Accepts(byte[] json)
    {
        Refuses(() => TraceJson.ParseStep(json));
        Refuses(() => TraceJson.ParsePatch(json));
        Refuses(() => TraceJson.ParseReport(json));
        TraceRecord? record = null;
        TraceValidator.Validate(json);
        if (Refuses(() => record = TraceJson.Parse(json)))
            return false;
        TraceValidator.Validate(record!);
        if (SchemaVersion.Parse(record!.SchemaVersion) is not { } version || version > SchemaVersion.LastKnown)
            return true;
        var once = TraceJson.Serialize(record!);
        var twice = TraceJson.Serialize(TraceJson.Parse(once));
        if (!once.AsSpan().SequenceEqual(twice))
            throw new InvalidOperationException("Written, read and written again, the record is another.");
        if (once.AsSpan().IndexOfAny((byte)'\n', (byte)'\r') >= 0)
            throw new InvalidOperationException("The record takes more than one line.");
        var hash = version > SchemaVersion.Written ? record!.ContentHash : PlainCanonicalJson.ContentHashOf(once);
        if (TraceJson.Parse(once).ContentHash != hash)
            throw new InvalidOperationException("The hash is not that of what was written.");
        TraceDerived.Apply(record!);
        TraceMeasures.Of(record!.Steps);
        var views = record.Steps.Select(StepView.Of).ToArray();
        foreach (var slicer in SlicerCatalog.BuiltIn.Slicers)
        {
            if (!Tiling.Verify(slicer.Slice(views).Trajectories, views.Length).IsValid)
                throw new InvalidOperationException("The pieces do not tile.");
        }

        return true;
    }

    private static bool Refuses(Action parse)
    {
        try
        {
            parse();
            return false;
        }
        catch (OpenTracesException error) when (error.Code == OpenTracesErrorCode.InvalidTrace)
        {
            return true;
        }
    }

    private static byte[] Mutate(byte[] json, Random random)
    {
        if (json.Length == 0)
            return json;
        var (start, end) = (random.Next(json.Length), random.Next(json.Length + 1));
        if (start > end)
            (start, end) = (end, start);
        switch (random.Next(json == Seed ? 7 : 5))
        {
            case 0:
                return random.Next(4) == 0 ? json[..end] : json;
            case 1:
                return [.. json[..start], .. json[Math.Min(json.Length, start + random.Next(20))..]];
            case 2:
                return [.. json[..start], .. Nasty[random.Next(Nasty.Length)], .. json[start..]];
            case 3:
                return [.. json[..start], (byte)random.Next(256), .. json[Math.Min(json.Length, start + 1)..]];
            case 4:
                return [.. json[..end], .. json[start..end], .. json[end..]];
            default:
                var (from, to) = Values[random.Next(Values.Length)];
                return [.. json[..from], .. Nasty[random.Next(Nasty.Length)], .. json[to..]];
        }
    }

    private static (int Start, int End)[] FindValues()
    {
        var values = new List<(int, int)>();
        var reader = new Utf8JsonReader(Seed);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject)
                continue;
            var at = reader;
            at.Skip();
            values.Add(((int)reader.TokenStartIndex, (int)at.BytesConsumed));
        }

        return [.. values];
    }
}
