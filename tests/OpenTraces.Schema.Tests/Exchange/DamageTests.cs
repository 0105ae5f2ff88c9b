using System.Text;
using Xunit;

namespace OpenTraces.Schema.Tests.Exchange;

/// <summary>Documents of every format, damaged: only <see cref="OpenTracesException"/> may come out of reading them.</summary>
public sealed class DamageTests
{
    private static readonly string[] Nasty =
    [
        "null", "true", "-1", "1e999", "\"\"", "\"\\ud800\"", "[]", "{}", "[null]", "{\"\":null}", "\"x\"", "99999999999999999999", "[[{}]]", "{\"opentraces\":{\"steps\":[1]}}", "\"{\"",
    ];

    public static TheoryData<string> Formats => [.. ExchangeFormat.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Nothing_but_a_refusal_comes_out(string name)
    {
        var format = ExchangeFormat.Find(name);
        var random = new Random(1);
        var accepted = 0;
        for (var round = 0; round < 600; round++)
        {
            var bytes = Encoding.UTF8.GetString(Exchanged.Write(format, SomeRecord.Make(round % 25)).Bytes);
            var damaged = Damage(bytes, random);
            try
            {
                Exchanged.Read(format, damaged);
                accepted++;
            }
            catch (Exception error) when (error is not OpenTracesException)
            {
                throw new InvalidOperationException($"{round}: {error.GetType().Name} {error.StackTrace}\n{damaged}", error);
            }
            catch (OpenTracesException)
            {
                // A refusal is what damage deserves.
            }
        }

        Assert.InRange(accepted, 1, 599);
    }

    private static string Damage(string json, Random random)
    {
        if (random.Next(4) == 0)
            return json[..random.Next(json.Length)];
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var colon = json.IndexOf(':', random.Next(json.Length));
            if (colon < 0)
                continue;
            var end = json.AsSpan(colon + 1).IndexOfAny(",}");
            if (end >= 0)
                json = string.Concat(json.AsSpan(0, colon + 1), Nasty[random.Next(Nasty.Length)], json.AsSpan(colon + 1 + end));
        }

        return json;
    }
}
