using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Capture.Harnesses.Edits;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Edits;

/// <summary>What a successful call of an edit tool did to its file: from the tool's own account, else from what it was asked to do.</summary>
internal static class EditTools
{
    private const string PositionUnknown = "position_unknown";
    private const string OriginalUnknown = "original_unknown";

    public static bool IsEdit(string toolName) => toolName is "Edit" or "MultiEdit" or "Write" or "NotebookEdit";

    /// <summary>Null when the call names no file or changed nothing.</summary>
    public static FileEdit? Read(string toolName, RawJson input, ClaudeToolResult? result, ReadOnlyMemory<byte> entry)
    {
        var path = result?.FilePath ?? input.GetString("file_path"u8) ?? input.GetString("notebook_path"u8);
        if (string.IsNullOrEmpty(path) || result?.HasError == true)
            return null;
        var edit = toolName switch
        {
            "Write" => Write(path, input, result, entry),
            "NotebookEdit" => Notebook(path, input, result, entry),
            _ => Edit(path, input, result, entry),
        };
        if (edit is not null && result?.UserModified == true)
            edit = edit with { Limitations = [.. edit.Limitations, "user_modified"] };
        return edit is { Hunks.Count: 0, Kind: PatchKind.Modify } ? null : edit;
    }

    private static FileEdit? Write(string path, RawJson input, ClaudeToolResult? result, ReadOnlyMemory<byte> entry)
    {
        var content = result?.Content.Text(entry) ?? input.GetString("content"u8);
        if (content is null)
            return null;
        if (result?.Type == "create")
            return new FileEdit { Path = path, Kind = PatchKind.Add, Hunks = HunkSplitter.Whole(content) };
        if (result?.OriginalFile.Text(entry) is { } original)
            return new FileEdit { Path = path, Hunks = HunkSplitter.Split(original, content) };
        if (result is not null && Hunks(result, entry) is { Count: > 0 } hunks)
            return Modified(path, hunks, new Indentation(null, TextLines.Split(content)));
        return new FileEdit
        {
            Path = path,
            Kind = PatchKind.Add,
            Hunks = HunkSplitter.Whole(content),
            Limitations = [OriginalUnknown],
        };
    }

    private static FileEdit? Edit(string path, RawJson input, ClaudeToolResult? result, ReadOnlyMemory<byte> entry)
    {
        var replacements = Replacements(input, result, entry);
        if (replacements.Count == 0)
            return null;
        if (replacements is [{ All: false } one] && result is { OriginalFile.IsPresent: true }
            && one.Place(result.OriginalFile.In(entry)) is { } found)
            return new FileEdit { Path = path, Hunks = found };
        var original = result?.OriginalFile.Text(entry);
        var creates = replacements[0].Old.Length == 0 && string.IsNullOrEmpty(original);
        if (creates && replacements.Count == 1)
            return new FileEdit { Path = path, Kind = PatchKind.Add, Hunks = HunkSplitter.Whole(replacements[0].New) };
        if (original is not null && Placed(original, replacements) is { } placed)
            return new FileEdit { Path = path, Hunks = placed };
        if (result is not null && Hunks(result, entry) is { Count: > 0 } hunks)
            return Modified(path, hunks, Indentation.Of(replacements));
        return Unplaced(path, replacements);
    }

    private static IReadOnlyList<LineHunk>? Placed(string original, List<Replacement> replacements)
    {
        if (replacements is [{ All: false } single])
            return single.Place(original);
        return Replacement.Apply(original, replacements) is { } changed ? HunkSplitter.Split(original, changed) : null;
    }

    private static FileEdit Unplaced(string path, List<Replacement> replacements)
    {
        var hunks = new List<LineHunk>();
        foreach (var (old, @new, _) in replacements)
            hunks.AddRange(HunkSplitter.SplitUnplaced(old, @new));
        return new FileEdit
        {
            Path = path,
            Hunks = hunks,
            Limitations = replacements.Exists(static r => r.All) ? [PositionUnknown, "replace_all"] : [PositionUnknown],
        };
    }

    private static FileEdit? Notebook(string path, RawJson input, ClaudeToolResult? result, ReadOnlyMemory<byte> entry)
    {
        if (result?.OriginalFile.Text(entry) is { } before && result.UpdatedFile.Text(entry) is { } after)
            return new FileEdit { Path = path, Hunks = HunkSplitter.Split(before, after) };
        var source = input.GetString("new_source"u8) ?? "";
        var removes = input.GetString("edit_mode"u8) == "delete";
        return new FileEdit
        {
            Path = path,
            Hunks = removes ? [new LineHunk(null, null, [], [])] : HunkSplitter.SplitUnplaced("", source),
            Limitations = removes ? ["notebook_cell", "content_unknown"] : ["notebook_cell", PositionUnknown, OriginalUnknown],
        };
    }

    private static FileEdit Modified(string path, IReadOnlyList<LineHunk> hunks, Indentation indentation)
    {
        var restored = indentation.Restore(hunks, out var isCertain);
        return new FileEdit { Path = path, Hunks = restored, Limitations = isCertain ? [] : ["indentation_uncertain"] };
    }

    private static IReadOnlyList<LineHunk> Hunks(ClaudeToolResult result, ReadOnlyMemory<byte> entry)
    {
        if (!result.Hunks.IsPresent)
            return [];
        var reader = result.Hunks.Reader(entry);
        return StructuredPatchReader.Read(ref reader);
    }

    private static List<Replacement> Replacements(RawJson input, ClaudeToolResult? result, ReadOnlyMemory<byte> entry)
    {
        if (result?.Edits.IsPresent == true)
            return Replacement.ReadAll(result.Edits.Raw(entry));
        if (input.TryGetMember("edits"u8, out var edits))
            return Replacement.ReadAll(edits);
        var old = Text(result?.OldText, "old_string"u8);
        var @new = Text(result?.NewText, "new_string"u8);
        var all = result?.ReplaceAll == true || Replacement.IsAll(input);
        return Replacement.Of(old, @new, all) is { } single ? [single] : [];

        RawJson Text(JsonSlice? told, ReadOnlySpan<byte> asked)
        {
            if (told is { IsPresent: true } slice && slice.In(entry)[0] == (byte)'"')
                return RawJson.FromTrusted(entry.Slice(slice.Start, slice.Length));
            return input.TryGetMember(asked, out var value) ? value : default;
        }
    }
}
