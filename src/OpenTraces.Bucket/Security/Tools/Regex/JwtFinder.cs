using System.Buffers;

namespace OpenTraces.Bucket.Security;

/// <summary>JSON web tokens: <c>eyJ</c> and three parts of ten or more characters, joined by dots.</summary>
internal sealed class JwtFinder : SpanFinder
{
    private const int MinPart = 10;

    private static readonly SearchValues<char> PartCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    public override void Find(string text, List<RuleHit> hits)
    {
        var position = 0;
        while ((position = text.IndexOf("eyJ", position, StringComparison.Ordinal)) >= 0)
        {
            var first = PartLength(text, position);
            var second = PartAfter(text, position + first);
            var third = second < MinPart ? 0 : PartAfter(text, position + first + 1 + second);
            var length = first + 1 + second + 1 + third;
            if (first >= MinPart && second >= MinPart && third >= MinPart)
            {
                hits.Add(new RuleHit(position, length, "jwt_token", Severities.Critical));
                position += length;
            }
            else
            {
                // Any later start in the same part would fail for the same reason.
                position += first;
            }
        }
    }

    private static int PartAfter(string text, int dot) =>
        dot < text.Length && text[dot] == '.' ? PartLength(text, dot + 1) : 0;

    private static int PartLength(string text, int start)
    {
        var length = text.AsSpan(start).IndexOfAnyExcept(PartCharacters);
        return length < 0 ? text.Length - start : length;
    }
}
