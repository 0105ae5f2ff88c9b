using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenTraces.Capture.Harnesses.Edits;
using OpenTraces.Capture.Reading;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.CodexCli;

/// <summary>
/// What a call did to files: as the harness reported it, else, for a call that succeeded, as the patch it was given says.
/// </summary>
internal static class CodexCliEdits
{
    public static IReadOnlyList<FileEdit> Of(CodexCliCall call)
    {
        if (call.HasFailed)
            return [];
        if (call.Changes is { } changes)
            return ReadChanges(changes);
        if (!call.Pending.IsAnswered || call.Pending.Error is not null || PatchText(call.Pending) is not { } text)
            return [];
        return ApplyPatchReader.Read(text);
    }

    private static string? PatchText(PendingCall call)
    {
        if (call.Input.Utf8.Span.IndexOf("*** Begin Patch"u8) < 0)
            return null;
        // A shell command that only prints or searches such text is no edit.
        var isTool = call.Name.Contains("apply_patch", StringComparison.Ordinal);
        var reader = new Utf8JsonReader(call.Input.Utf8.Span, new JsonReaderOptions { MaxDepth = TraceJson.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.String)
                continue;
            var text = JsonText.ReadString(ref reader);
            if (ApplyPatchReader.HasPatch(text) && (isTool || IsCommand(text)))
                return UnescapeScript(text);
        }

        return null;
    }

    private static bool IsCommand(string text)
    {
        var begin = text.IndexOf("*** Begin Patch", StringComparison.Ordinal);
        return text.AsSpan(0, begin).Contains("apply_patch", StringComparison.Ordinal);
    }

    /// <summary>A patch inside a string literal of a script has its line ends escaped.</summary>
    private static string UnescapeScript(string text)
    {
        if (!text.Contains("*** Begin Patch\\n", StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }

            var kind = text[++i];
            if (kind == 'u' && i + 4 < text.Length
                && ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                plain.Append((char)unit);
                i += 4;
            }
            else
            {
                plain.Append(kind switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => kind });
            }
        }

        return plain.ToString();
    }

    /// <summary><c>{path: {type: update|add|delete, unified_diff, content, move_path}}</c>, or the type as a member's name.</summary>
    private static List<FileEdit> ReadChanges(RawJson changes)
    {
        var edits = new List<FileEdit>();
        var reader = new Utf8JsonReader(changes.Utf8.Span, new JsonReaderOptions { MaxDepth = TraceJson.MaxDepth });
        reader.Read();
        if (!JsonRead.IsObject(ref reader))
            return edits;
        while (JsonRead.NextMember(ref reader))
        {
            var path = JsonText.ReadString(ref reader);
            reader.Read();
            if (JsonRead.IsObject(ref reader))
                edits.Add(ReadChange(ref reader, path));
        }

        return edits;
    }

    private static FileEdit ReadChange(ref Utf8JsonReader reader, string path)
    {
        string? type = null, diff = null, content = null, movedTo = null;
        ReadMembers(ref reader, ref type, ref diff, ref content, ref movedTo);
        var kind = movedTo is not null ? PatchKind.Move : type switch
        {
            "add" => PatchKind.Add,
            "delete" => PatchKind.Delete,
            _ => PatchKind.Modify,
        };
        return new FileEdit
        {
            Path = movedTo ?? path,
            OldPath = movedTo is null ? null : path,
            Kind = kind,
            Hunks = diff is not null ? UnifiedDiffReader.Read(diff)
                : content is null ? []
                : kind == PatchKind.Delete ? HunkSplitter.Removal(content)
                : HunkSplitter.Whole(content),
            Limitations = kind == PatchKind.Delete && string.IsNullOrEmpty(content) ? ["content_unknown"] : [],
        };
    }

    private static void ReadMembers(ref Utf8JsonReader reader, ref string? type, ref string? diff, ref string? content, ref string? movedTo)
    {
        while (JsonRead.NextMember(ref reader))
        {
            var name = JsonText.ReadString(ref reader);
            reader.Read();
            switch (name)
            {
                case "type": type = JsonRead.Text(ref reader) ?? type; break;
                case "unified_diff": diff = JsonRead.Text(ref reader); break;
                case "content": content = JsonRead.Text(ref reader); break;
                case "move_path": movedTo = JsonRead.Text(ref reader); break;
                case "add" or "update" or "delete" when reader.TokenType == JsonTokenType.StartObject:
                    type = name;
                    ReadMembers(ref reader, ref type, ref diff, ref content, ref movedTo);
                    break;
                default: reader.Skip(); break;
            }
        }
    }
}
