using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Edits;

/// <summary>Reads <c>[{oldStart, oldLines, newStart, newLines, lines}]</c>, at zero context.</summary>
internal static class StructuredPatchReader
{
    /// <summary>Reads the value the reader stands on, to its last token. Anything but such an array gives no hunks.</summary>
    public static IReadOnlyList<LineHunk> Read(ref Utf8JsonReader reader)
    {
        var hunks = new List<LineHunk>();
        if (!JsonRead.IsArray(ref reader))
            return hunks;
        while (JsonRead.NextItem(ref reader))
        {
            if (JsonRead.IsObject(ref reader))
                ReadHunk(ref reader, hunks);
        }

        return hunks;
    }

    private static void ReadHunk(ref Utf8JsonReader reader, List<LineHunk> hunks)
    {
        long? oldStart = null, newStart = null, oldLines = null, newLines = null;
        List<string> lines = [];
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "oldStart"u8))
                oldStart = JsonRead.Integer(ref reader);
            else if (JsonRead.IsMember(ref reader, "newStart"u8))
                newStart = JsonRead.Integer(ref reader);
            else if (JsonRead.IsMember(ref reader, "oldLines"u8))
                oldLines = JsonRead.Integer(ref reader);
            else if (JsonRead.IsMember(ref reader, "newLines"u8))
                newLines = JsonRead.Integer(ref reader);
            else if (JsonRead.IsMember(ref reader, "lines"u8))
                lines = ReadLines(ref reader);
            else
                JsonRead.SkipValue(ref reader);
        }

        var hunk = new HunkLines(hunks, Position(oldStart, oldLines), Position(newStart, newLines));
        foreach (var line in lines)
            hunk.Signed(line);
        hunk.End();
    }

    /// <summary>A range without lines names the line before it.</summary>
    private static int? Position(long? start, long? count) => start is >= 0 and < int.MaxValue
        ? (int)start + (count == 0 ? 1 : 0)
        : null;

    private static List<string> ReadLines(ref Utf8JsonReader reader)
    {
        var lines = new List<string>();
        if (!JsonRead.IsArray(ref reader))
            return lines;
        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType == JsonTokenType.String)
                lines.Add(JsonText.ReadString(ref reader));
            else
                reader.Skip();
        }

        return lines;
    }
}
