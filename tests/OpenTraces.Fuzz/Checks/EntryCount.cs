using System.Text.Json;
using OpenTraces.Conformance;

namespace OpenTraces.Fuzz.Checks;

/// <summary>
/// Counts the entries of a session without the parsers' help: a JSON value each, and one for a line that is blank, a
/// comment, or broken from some place on.
/// </summary>
internal static class EntryCount
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = OpenTraces.Schema.TraceJson.MaxDepth, AllowMultipleValues = true };

    public static string? Find(RecordedSession session, ReadOnlySpan<byte> bytes)
    {
        var before = 0;
        foreach (var (line, _, _) in session.Entries)
        {
            if (line < before)
                return $"line {line} is reported after line {before}";
            before = line;
        }

        if (bytes is [0xEF, 0xBB, 0xBF, ..])
            bytes = bytes[3..];
        var counts = CountByLine(bytes);
        // Values that span lines are one entry of their first line: which lines they take is the reader's business.
        if (counts is null)
            return null;
        var seen = session.Entries.GroupBy(static e => e.Line).ToDictionary(static g => g.Key, static g => g.Count());
        for (var i = 0; i < counts.Count; i++)
        {
            if (seen.GetValueOrDefault(i + 1) != counts[i])
                return $"line {i + 1} holds {counts[i]} entries, {seen.GetValueOrDefault(i + 1)} are accounted for";
        }

        return session.Entries.Count == counts.Sum() ? null : "entries beyond the end are accounted for";
    }

    private static List<int>? CountByLine(ReadOnlySpan<byte> bytes)
    {
        var counts = new List<int>();
        while (!bytes.IsEmpty)
        {
            var feed = bytes.IndexOf((byte)'\n');
            var line = (feed < 0 ? bytes : bytes[..feed]).Trim(" \t\r\f\v"u8);
            bytes = feed < 0 ? default : bytes[(feed + 1)..];
            if (line is [(byte)'{'] or [(byte)'['] or [(byte)']'] or [(byte)',', ..] or [.., (byte)','])
                return null;
            counts.Add(line.IsEmpty || line.StartsWith("//"u8) ? 1 : CountValues(line));
        }

        return counts;
    }

    private static int CountValues(ReadOnlySpan<byte> line)
    {
        var count = 0;
        // Form feeds and vertical tabs are white space around a line, but none of JSON's between two values.
        while (!(line = line.TrimStart(" \t\r"u8)).IsEmpty)
        {
            count++;
            var reader = new Utf8JsonReader(line, Options);
            try
            {
                reader.Read();
                reader.Skip();
                line = line[(int)reader.BytesConsumed..];
            }
            catch (JsonException)
            {
                return count;
            }
        }

        return count;
    }
}
