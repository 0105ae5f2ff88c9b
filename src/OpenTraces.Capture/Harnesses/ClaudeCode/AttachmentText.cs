using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode;

/// <summary>What an attachment gave the model to read, with a line before it that says what it is.</summary>
internal static class AttachmentText
{
    /// <summary>Null for a kind that tells the model nothing of the work, and for one without text.</summary>
    public static string? Read(string? kind, RawJson attachment) => kind switch
    {
        "file" => Of(kind, Name(attachment), Inner(attachment, "content"u8, "file"u8, "content"u8)),
        "directory" => Of(kind, attachment.GetString("path"u8) ?? Name(attachment), attachment.GetString("content"u8)),
        "selected_lines_in_ide" => Of(kind, Name(attachment) + Lines(attachment), attachment.GetString("content"u8)),
        "edited_text_file" => Of(kind, Name(attachment), attachment.GetString("snippet"u8)),
        "nested_memory" => Of(kind, attachment.GetString("path"u8), Inner(attachment, "content"u8, "content"u8)),
        "hook_additional_context" => Of(kind, attachment.GetString("hookName"u8), Joined(attachment, "content"u8)),
        "hook_blocking_error" => Of(kind, attachment.GetString("hookName"u8), Inner(attachment, "blockingError"u8, "blockingError"u8)),
        // What other hooks print is for people.
        "hook_success" when attachment.GetString("hookEvent"u8) is "SessionStart" or "UserPromptSubmit" => Of(kind, attachment.GetString("hookName"u8), attachment.GetString("content"u8)),
        "invoked_skills" => Of(kind, null, Each(attachment, "skills"u8, static skill =>
            $"{skill.GetString("name"u8)}\n{skill.GetString("content"u8)}")),
        "diagnostics" => Of(kind, null, Each(attachment, "files"u8, Diagnostics)),
        _ => null,
    };

    private static string? Of(string kind, string? name, string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : string.IsNullOrEmpty(name) ? $"[{kind}]\n{text}" : $"[{kind}: {name}]\n{text}";

    private static string? Name(RawJson attachment) => attachment.GetString("filename"u8) ?? attachment.GetString("displayPath"u8);

    private static string? Inner(RawJson value, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third = default)
    {
        if (!value.TryGetMember(first, out var inner))
            return null;
        if (inner.Kind == JsonValueKind.String)
            return inner.AsString();
        return third.IsEmpty ? inner.GetString(second) : Inner(inner, second, third);
    }

    private static string? Joined(RawJson attachment, ReadOnlySpan<byte> name) =>
        attachment.GetString(name) ?? Each(attachment, name, static item => item.AsString());

    private static string Diagnostics(RawJson file)
    {
        var uri = file.GetString("uri"u8);
        return Each(file, "diagnostics"u8, item => $"{uri}{Line(item)}: {item.GetString("severity"u8)}: {item.GetString("message"u8)}") ?? "";
    }

    /// <summary>Lines count from 1 for people and from 0 in the protocol of the language servers.</summary>
    private static string Line(RawJson diagnostic) =>
        diagnostic.TryGetMember("range"u8, out var range) && range.TryGetMember("start"u8, out var start)
        && start.TryGetMember("line"u8, out var line) && int.TryParse(line.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? string.Create(CultureInfo.InvariantCulture, $":{number + 1L}")
            : "";

    private static string Lines(RawJson attachment) =>
        attachment.TryGetMember("lineStart"u8, out var start) && attachment.TryGetMember("lineEnd"u8, out var end)
        && start.Kind == JsonValueKind.Number && end.Kind == JsonValueKind.Number
            ? $":{start}-{end}"
            : "";

    private static string? Each(RawJson value, ReadOnlySpan<byte> name, Func<RawJson, string?> text)
    {
        if (!value.TryGetMember(name, out var items) || items.Kind != JsonValueKind.Array)
            return null;
        var joined = new StringBuilder();
        var reader = JsonRead.Start(items.Utf8.Span);
        while (JsonRead.NextItem(ref reader))
        {
            if (text(JsonRead.Raw(ref reader, items.Utf8.Span)) is not { Length: > 0 } part)
                continue;
            if (joined.Length > 0)
                joined.Append('\n');
            joined.Append(part);
        }

        return joined.ToString();
    }
}
