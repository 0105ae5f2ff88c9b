using System.Text.Json;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>Looks for a skill in the arguments of a call.</summary>
internal static class CodexCliSkills
{
    public static string? FindName(RawJson input)
    {
        var reader = new Utf8JsonReader(input.Utf8.Span, new JsonReaderOptions { MaxDepth = TraceJson.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && SkillPaths.FindName(JsonText.ReadString(ref reader)) is { } name)
                return name;
        }

        return null;
    }
}
