using OpenTraces.Capture.Harnesses.Edits;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Hermes;

/// <summary>What Hermes' own tools did to files, from the arguments of a call that succeeded.</summary>
internal static class HermesEdits
{
    /// <summary>None for tools that change no file, and calls that name none.</summary>
    public static IReadOnlyList<FileEdit> Of(string tool, RawJson arguments) => tool switch
    {
        "write_file" => Write(arguments),
        "patch" => Patch(arguments),
        _ => [],
    };

    private static IReadOnlyList<FileEdit> Write(RawJson arguments)
    {
        if (Path(arguments) is not { } path)
            return [];
        var content = arguments.GetString("content"u8);
        return
        [
            new FileEdit
            {
                Path = path,
                Kind = PatchKind.Add,
                Hunks = HunkSplitter.Whole(content ?? ""),
                Limitations = content is null ? ["content_unknown"] : [],
            },
        ];
    }

    private static IReadOnlyList<FileEdit> Patch(RawJson arguments)
    {
        if (arguments.GetString("patch"u8) is { } patch && ApplyPatchReader.HasPatch(patch))
            return ApplyPatchReader.Read(patch);
        var oldText = arguments.GetString("old_string"u8) ?? arguments.GetString("original"u8);
        var newText = arguments.GetString("new_string"u8) ?? arguments.GetString("replacement"u8);
        return Path(arguments) is { } path && oldText is not null && newText is not null
            ? [new FileEdit { Path = path, Hunks = HunkSplitter.SplitUnplaced(oldText, newText) }]
            : [];
    }

    private static string? Path(RawJson arguments) =>
        (arguments.GetString("path"u8) ?? arguments.GetString("file_path"u8)) is { Length: > 0 } path ? path : null;
}
