using System.Text.Json;

namespace OpenTraces.Schema;

internal static class ParseReportJson
{
    public static ParseReport Read(ref JsonCursor json)
    {
        string? parser = null;
        int? parserVersion = null;
        LineCounts? lines = null;
        IReadOnlyDictionary<string, int>? ignoredReasons = null, unknownTypes = null;
        IReadOnlyList<MalformedLine> malformedLines = [];
        IReadOnlyList<string> callsWithoutResult = [], resultsWithoutCall = [];
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("parser"u8)) parser = json.ReadText();
            else if (json.Is("parser_version"u8)) parserVersion = json.ReadInt();
            else if (json.Is("lines"u8)) lines = LineCountsJson.Read(ref json);
            else if (json.Is("ignored_reasons"u8)) ignoredReasons = JsonInput.ReadCounts(ref json);
            else if (json.Is("malformed_lines"u8)) malformedLines = JsonInput.ReadList(ref json, MalformedLineJson.Read);
            else if (json.Is("calls_without_result"u8)) callsWithoutResult = JsonInput.ReadTexts(ref json);
            else if (json.Is("results_without_call"u8)) resultsWithoutCall = JsonInput.ReadTexts(ref json);
            else if (json.Is("unknown_types"u8)) unknownTypes = JsonInput.ReadCounts(ref json);
            else json.Skip();
        }

        return new ParseReport
        {
            Parser = json.Require(parser, "parser"),
            ParserVersion = json.Require(parserVersion, "parser_version"),
            Lines = json.Require(lines, "lines"),
            IgnoredReasons = ignoredReasons ?? new Dictionary<string, int>(),
            MalformedLines = malformedLines,
            CallsWithoutResult = callsWithoutResult,
            ResultsWithoutCall = resultsWithoutCall,
            UnknownTypes = unknownTypes ?? new Dictionary<string, int>(),
        };
    }

    public static void Write(Utf8JsonWriter writer, ParseReport value)
    {
        writer.WriteStartObject();
        writer.WriteText("parser"u8, value.Parser);
        writer.WriteWhole("parser_version"u8, value.ParserVersion);
        writer.WritePropertyName("lines"u8);
        LineCountsJson.Write(writer, value.Lines);
        writer.WriteCounts("ignored_reasons"u8, value.IgnoredReasons);
        writer.WriteList("malformed_lines"u8, value.MalformedLines, MalformedLineJson.Write);
        writer.WriteTexts("calls_without_result"u8, value.CallsWithoutResult);
        writer.WriteTexts("results_without_call"u8, value.ResultsWithoutCall);
        writer.WriteCounts("unknown_types"u8, value.UnknownTypes);
        writer.WriteEndObject();
    }
}
