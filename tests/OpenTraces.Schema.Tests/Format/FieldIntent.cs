using System.Text.Json;
using OpenTraces.TestKit;

namespace OpenTraces.Schema.Tests.Format;

/// <summary>What is said about every field: <c>schemas/field-intent-0.7.0.json</c>.</summary>
internal static class FieldIntent
{
    public const string File = "field-intent-0.7.0.json";

    public static JsonElement Read()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(Repository.PathOf("schemas", File)));
        return document.RootElement.Clone();
    }
}
