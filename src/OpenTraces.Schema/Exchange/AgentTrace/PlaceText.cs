using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// Tells text that names a place on a machine from text that does not. Percent-encoding hides nothing, however often it was applied.
/// In doubt a text names one.
/// </summary>
internal static class PlaceText
{
    private const int MostDecodings = 8;

    /// <summary>Whether a relative path is in truth an absolute one, an address, or one that leads out of where it begins.</summary>
    public static bool IsOutside(string path)
    {
        if (Decode(path) is not { } text)
            return true;
        text = text.Replace('\\', '/').TrimStart();
        while (text.StartsWith("./", StringComparison.Ordinal))
            text = text[2..];
        return text.StartsWith('/') || text.StartsWith('~') || HasScheme(text) || text.Contains(":/", StringComparison.Ordinal)
            || text.Split('/').Contains("..");
    }

    /// <summary>Whether it is an address on the web, or one of a trace or step of ours.</summary>
    public static bool IsAddress(string? url)
    {
        if (url is null)
            return false;
        const string Ours = "opentraces://";
        if (url.StartsWith(Ours, StringComparison.Ordinal))
            return url.Length > Ours.Length && url.AsSpan(Ours.Length).Count('/') <= 1 && url[Ours.Length] != '/'
                && url.Skip(Ours.Length).All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '/');
        return (url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Host.Length > 0;
    }

    /// <summary>Whether a text holds an absolute path or an address that is not <see cref="IsAddress"/>.</summary>
    public static bool Tells(string text)
    {
        if (IsAddress(text))
            return false;
        if (Decode(text) is not { } plain || HasScheme(plain.TrimStart()))
            return true;
        for (var i = plain.AsSpan().IndexOfAny('/', '\\'); i >= 0 && i < plain.Length; i++)
        {
            if (plain[i] is '/' or '\\' && (i == 0 || !(char.IsLetterOrDigit(plain[i - 1]) || plain[i - 1] is '.' or '_' or '-' or '/' or '\\')))
                return true;
        }

        return IsOutside(plain);
    }

    /// <summary>Whether a name or a string of the value, at any depth, <see cref="Tells(string)"/>.</summary>
    public static bool Tells(RawJson value)
    {
        var reader = new Utf8JsonReader(value.Utf8.Span, TraceJson.ReaderOptions);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && Tells(JsonText.ReadString(ref reader)))
                return true;
        }

        return false;
    }

    private static bool HasScheme(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && char.IsAsciiLetter(text[0]) && text.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0;
    }

    private static ReadOnlySpan<char> SchemeCharacters => "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.";

    // Null for one that is encoded more often than anybody does by accident.
    private static string? Decode(string text)
    {
        for (var i = 0; i < MostDecodings; i++)
        {
            var plain = Uri.UnescapeDataString(text);
            if (plain == text)
                return plain;
            text = plain;
        }

        return null;
    }
}
