using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.SideBySide.Parsing;

/// <summary>The rival of every parser: a platform reader that looks at each token of the same bytes and keeps nothing.</summary>
internal static class TokenPass
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = TraceJson.MaxDepth, AllowMultipleValues = true };

    public static long Run(ReadOnlySpan<byte> session)
    {
        var tokens = 0L;
        while (!session.IsEmpty)
        {
            var feed = session.IndexOf((byte)'\n');
            var line = feed < 0 ? session : session[..feed];
            session = feed < 0 ? default : session[(feed + 1)..];
            tokens += CountTokens(line);
        }

        return tokens;
    }

    private static long CountTokens(ReadOnlySpan<byte> line)
    {
        var tokens = 0L;
        var reader = new Utf8JsonReader(line, Options);
        try
        {
            while (reader.Read())
                tokens++;
        }
        catch (JsonException)
        {
            // A broken line ends where it breaks, for the parser too.
        }

        return tokens;
    }
}
