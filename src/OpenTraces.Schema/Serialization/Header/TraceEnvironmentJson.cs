using System.Text.Json;

namespace OpenTraces.Schema;

internal static class TraceEnvironmentJson
{
    public static TraceEnvironment Read(ref JsonCursor json)
    {
        string? os = null, shell = null;
        VersionControl? vcs = null;
        IReadOnlyList<string> languageEcosystem = [];
        List<UnknownMember>? unknown = null;
        var open = json.IsObject();
        while (open && json.NextMember())
        {
            if (json.Is("os"u8)) os = json.ReadText();
            else if (json.Is("shell"u8)) shell = json.ReadText();
            else if (json.Is("vcs"u8)) vcs = VersionControlJson.Read(ref json);
            else if (json.Is("language_ecosystem"u8)) languageEcosystem = JsonInput.ReadTexts(ref json);
            else json.Keep(ref unknown);
        }

        return new TraceEnvironment
        {
            Os = os,
            Shell = shell,
            Vcs = vcs ?? new VersionControl(),
            LanguageEcosystem = languageEcosystem,
            Unknown = (IReadOnlyList<UnknownMember>?)unknown ?? [],
        };
    }

    public static void Write(Utf8JsonWriter writer, TraceEnvironment value)
    {
        writer.WriteStartObject();
        writer.WriteText("os"u8, value.Os);
        writer.WriteText("shell"u8, value.Shell);
        writer.WritePropertyName("vcs"u8);
        VersionControlJson.Write(writer, value.Vcs);
        writer.WriteTexts("language_ecosystem"u8, value.LanguageEcosystem);
        writer.WriteUnknown(value.Unknown);
        writer.WriteEndObject();
    }
}
