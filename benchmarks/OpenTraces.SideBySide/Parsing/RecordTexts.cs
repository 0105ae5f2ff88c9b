using System.Text;
using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.SideBySide.Parsing;

/// <summary>
/// The floor under every parser whose records are made of <see cref="string"/>: one <see cref="TokenPass"/>, and each text
/// of the finished record decoded once from UTF-8 and kept to the end of its session. No line is understood, no step built.
/// </summary>
internal sealed class RecordTexts
{
    private readonly byte[] _session;
    private readonly byte[] _texts;
    private readonly int[] _lengths;

    public RecordTexts(byte[] session, TraceRecord record)
    {
        _session = session;
        using var texts = new MemoryStream();
        List<int> lengths = [];
        var json = TraceJson.Serialize(record);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = TraceJson.MaxDepth + 16 });
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.String)
                continue;
            var text = Encoding.UTF8.GetBytes(JsonText.ReadString(ref reader));
            texts.Write(text);
            lengths.Add(text.Length);
        }

        (_texts, _lengths) = (texts.ToArray(), [.. lengths]);
    }

    public long Run()
    {
        var tokens = TokenPass.Run(_session);
        var kept = new string[_lengths.Length];
        var rest = _texts.AsSpan();
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = Encoding.UTF8.GetString(rest[.._lengths[i]]);
            rest = rest[_lengths[i]..];
        }

        GC.KeepAlive(kept);
        return tokens;
    }
}
