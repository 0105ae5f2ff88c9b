using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.Hermes;

/// <summary>Tells Hermes' files by their content. A plain conversation in the ShareGPT form is nobody's: it must show a trace of Hermes.</summary>
internal static class HermesDetector
{
    public static bool IsSession(HarnessProbe probe)
    {
        foreach (var item in ProbeScan.Objects(probe))
        {
            if (IsMeta(item) || IsDocument(item) || (IsRow(item) && (IsHermes(item) || HasMarkup(probe.Header))))
                return true;
        }

        return false;
    }

    /// <summary>Whether every line is a session: a row of a data set, or a line of an export of several.</summary>
    public static bool HoldsRows(HarnessProbe probe)
    {
        var objects = ProbeScan.Objects(probe);
        if (objects.Count == 0)
            return false;
        if (IsRow(objects[0]))
            return true;
        // A document is one session, however it is laid out; an export has its like on the next line.
        return objects.Count > 1 ? IsDocument(objects[0]) && IsDocument(objects[1]) : IsExportLine(objects[0], probe);
    }

    private static bool IsMeta(ProbeObject item) => item.Text("role") == "session_meta";

    private static bool IsRow(ProbeObject item) => item.Has("conversations");

    private static bool IsDocument(ProbeObject item) => IsDump(item) || IsExport(item);

    private static bool IsDump(ProbeObject item) => item.HasAll("session_id", "session_start", "platform");

    private static bool IsExport(ProbeObject item) =>
        item.HasAll("id", "source", "started_at") && (item.Has("message_count") || item.Has("system_prompt") || item.Has("model_config"));

    /// <summary>An export's line is long: the probe may end inside the first. Laid out over lines, it is no line.</summary>
    private static bool IsExportLine(ProbeObject item, HarnessProbe probe) =>
        IsExport(item) && (!probe.Header.TrimStart(" \t\r\n"u8).StartsWith("{\n"u8) && !probe.Header.TrimStart(" \t\r\n"u8).StartsWith("{\r"u8));

    private static bool IsHermes(ProbeObject item) => item.Has("tool_stats") || item.Has("toolsets_used") || item.Has("prompt_index")
        || item.Has("source_row") || item.HasAll("completed", "partial") || item.HasAll("timestamp", "model", "completed");

    /// <summary>Two of the three tags: the instructions of a row name them before they list the tools, which can be long.</summary>
    private static bool HasMarkup(ReadOnlySpan<byte> header)
    {
        var seen = HasTag(header, "<tools>"u8, "\\u003ctools\\u003e"u8, "\\u003Ctools\\u003E"u8);
        seen += HasTag(header, "<tool_call>"u8, "\\u003ctool_call\\u003e"u8, "\\u003Ctool_call\\u003E"u8);
        seen += HasTag(header, "<tool_response>"u8, "\\u003ctool_response\\u003e"u8, "\\u003Ctool_response\\u003E"u8);
        return seen >= 2;
    }

    /// <summary>1 when the tag is there, as it is or as writers of JSON escape it.</summary>
    private static int HasTag(ReadOnlySpan<byte> header, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper) =>
        header.IndexOf(plain) >= 0 || header.IndexOf(lower) >= 0 || header.IndexOf(upper) >= 0 ? 1 : 0;
}
