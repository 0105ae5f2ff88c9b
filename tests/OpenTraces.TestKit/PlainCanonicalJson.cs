using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OpenTraces.TestKit;

/// <summary>
/// Canonical JSON written down a second time, from docs/format/trace-record.md alone: it shares no code with the library,
/// so that the two can be held against each other. For valid JSON.
/// </summary>
public sealed class PlainCanonicalJson
{
    private readonly string _json;
    private int _at;

    private PlainCanonicalJson(string json) => _json = json;

    public static string Of(string json) => new PlainCanonicalJson(json).Value([]);

    /// <summary>What docs/format/trace-record.md calls the content hash of a record.</summary>
    public static string ContentHashOf(ReadOnlySpan<byte> record)
    {
        var canonical = new PlainCanonicalJson(Encoding.UTF8.GetString(record)).Value(["content_hash", "trace_id"]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }

    private string Value(string[] without)
    {
        SkipSpace();
        return _json[_at] switch
        {
            '{' => Object(without),
            '[' => Array(),
            '"' => Quote(Text()),
            _ => Word(),
        };
    }

    private string Object(string[] without)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        for (_at++, SkipSpace(); _json[_at] != '}'; SkipSpace())
        {
            if (_json[_at] == ',')
            {
                _at++;
                continue;
            }

            var name = Text();
            SkipSpace();
            _at++;
            var value = Value([]);
            if (!without.Contains(name))
                members[name] = value;
        }

        _at++;
        var ordered = members.OrderBy(m => string.Concat(CodePoints(m.Key).Select(p => p.ToString("x8", CultureInfo.InvariantCulture))), StringComparer.Ordinal);
        return "{" + string.Join(',', ordered.Select(m => Quote(m.Key) + ":" + m.Value)) + "}";
    }

    private string Array()
    {
        var items = new List<string>();
        for (_at++, SkipSpace(); _json[_at] != ']'; SkipSpace())
        {
            if (_json[_at] == ',')
                _at++;
            else
                items.Add(Value([]));
        }

        _at++;
        return "[" + string.Join(',', items) + "]";
    }

    private string Word()
    {
        var start = _at;
        while (_at < _json.Length && !" \t\r\n,]}".Contains(_json[_at], StringComparison.Ordinal))
            _at++;
        return _json[start.._at];
    }

    private string Text()
    {
        var text = new StringBuilder();
        for (_at++; _json[_at] != '"'; _at++)
        {
            if (_json[_at] != '\\')
            {
                text.Append(_json[_at]);
                continue;
            }

            _at++;
            if (_json[_at] == 'u')
            {
                text.Append((char)int.Parse(_json.AsSpan(_at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                _at += 4;
            }
            else
            {
                var short_ = "bfnrt".IndexOf(_json[_at], StringComparison.Ordinal);
                text.Append(short_ < 0 ? _json[_at] : "\b\f\n\r\t"[short_]);
            }
        }

        _at++;
        return text.ToString();
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var point in CodePoints(text))
        {
            var known = point < 0x80 ? "\"\\\b\f\n\r\t".IndexOf((char)point, StringComparison.Ordinal) : -1;
            if (known >= 0)
                quoted.Append('\\').Append("\"\\bfnrt"[known]);
            else if (point is < 0x20 or >= 0xD800 and < 0xE000)
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{point:x4}");
            else
                quoted.Append(char.ConvertFromUtf32(point));
        }

        return quoted.Append('"').ToString();
    }

    private static IEnumerable<int> CodePoints(string text)
    {
        for (var i = 0; i < text.Length; i++)
            yield return char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? char.ConvertToUtf32(text[i], text[++i]) : text[i];
    }

    private void SkipSpace()
    {
        while (" \t\r\n".Contains(_json[_at], StringComparison.Ordinal))
            _at++;
    }
}
