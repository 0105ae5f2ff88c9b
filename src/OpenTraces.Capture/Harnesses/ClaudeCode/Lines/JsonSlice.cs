using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Lines;

/// <summary>Where a value stands inside its entry, so that a large one is only turned into text when somebody needs it.</summary>
internal readonly record struct JsonSlice(int Start, int Length)
{
    public bool IsPresent => Length > 0;

    /// <summary>Marks the value the reader stands on and moves to its last token.</summary>
    /// <param name="reader">Stands on the value.</param>
    /// <param name="origin">Where the entry starts in the reader's buffer.</param>
    public static JsonSlice Mark(ref Utf8JsonReader reader, int origin)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new JsonSlice(start - origin, (int)reader.BytesConsumed - start);
    }

    public ReadOnlySpan<byte> In(ReadOnlyMemory<byte> entry) => entry.Span.Slice(Start, Length);

    /// <summary>The text of a string; null for another kind and for nothing.</summary>
    public string? Text(ReadOnlyMemory<byte> entry)
    {
        if (!IsPresent)
            return null;
        var reader = new Utf8JsonReader(In(entry));
        return reader.Read() && reader.TokenType == JsonTokenType.String ? JsonText.ReadString(ref reader) : null;
    }

    /// <summary>A copy of the value; the literal null when there is none.</summary>
    public RawJson Raw(ReadOnlyMemory<byte> entry) => IsPresent ? RawJson.FromTrusted(In(entry).ToArray()) : default;

    public Utf8JsonReader Reader(ReadOnlyMemory<byte> entry) => JsonRead.Start(In(entry));
}
