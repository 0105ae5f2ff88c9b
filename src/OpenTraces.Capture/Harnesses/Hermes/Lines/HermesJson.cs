using System.Text;
using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Hermes.Lines;

/// <summary>JSON inside texts: calls and results of rows are written so.</summary>
internal static class HermesJson
{
    /// <summary>The text as one JSON value; null when it is none.</summary>
    public static RawJson? TryParse(string text) => TryParse(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="TryParse(string)"/>
    public static RawJson? TryParse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return NativeJson.Copy(RawJson.Parse(utf8).Utf8.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Arguments as an object: as they are, or out of a text that holds them, or what stands there under <c>raw</c>.</summary>
    public static RawJson Arguments(ReadOnlySpan<byte> value)
    {
        if (value is [(byte)'"', ..])
        {
            var text = RawJson.FromTrusted(value.ToArray()).AsString()!;
            if (text.AsSpan().IsWhiteSpace())
                return RawJson.EmptyObject;
            if (text.AsSpan().TrimStart().StartsWith('{') && TryParse(text) is { Kind: JsonValueKind.Object } inner)
                return inner;
        }

        return NativeJson.Arguments(value);
    }
}
