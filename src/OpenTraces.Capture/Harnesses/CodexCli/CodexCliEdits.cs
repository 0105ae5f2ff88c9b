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
        if (call.Changes is { } reports)
            return reports.Count == 1 ? ReadChanges(reports[0]) : [.. reports.SelectMany(ReadChanges)];
        if (!call.Pending.IsAnswered || call.Pending.Error is not null)
            return [];
        return [.. PatchTexts(call.Pending).SelectMany(ApplyPatchReader.Read)];
    }

    /// <summary>The texts a call hands to <c>apply_patch</c>. A command that only prints or searches such a text is no edit.</summary>
    private static List<string> PatchTexts(PendingCall call)
    {
        var texts = new List<string>();
        if (call.Input.Utf8.Span.IndexOf("*** Begin Patch"u8) < 0)
            return texts;
        var isTool = call.Name.Contains("apply_patch", StringComparison.Ordinal);
        var reader = new Utf8JsonReader(call.Input.Utf8.Span, new JsonReaderOptions { MaxDepth = TraceJson.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.String)
                continue;
            var text = JsonText.ReadString(ref reader);
            if (!ApplyPatchReader.HasPatch(text))
                continue;
            if (call.Name == "exec")
                texts.AddRange(ScriptPatches.Find(text));
            else if (isTool || ApplyPatchReader.IsCommand(text))
                texts.Add(text);
            else
                continue;
            break;
        }

        return texts;
    }

    /// <summary><c>{path: {type: update|add|delete, unified_diff, content, move_path}}</c>, or the type as a member's name.</summary>
    private static List<FileEdit> ReadChanges(RawJson changes)
    {
        var edits = new List<FileEdit>();
        var reader = JsonRead.Start(changes.Utf8.Span);
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
