using OpenTraces.Capture.Harnesses.Edits;
using OpenTraces.Capture.Harnesses.Pi.Lines;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi;

/// <summary>What Pi's own tools did to a file, from the call's arguments and the result's details.</summary>
internal static class PiEdits
{
    /// <summary>The edit of a successful call; null for tools that change no file, and calls that name none.</summary>
    public static FileEdit? Of(string tool, RawJson arguments, PiResultDetails? details)
    {
        if (tool is not ("edit" or "write"))
            return null;
        var path = arguments.GetString("path"u8) ?? arguments.GetString("file_path"u8);
        if (string.IsNullOrEmpty(path))
            return null;
        return tool == "write" ? Write(path, arguments) : Edit(path, arguments, details);
    }

    private static FileEdit Write(string path, RawJson arguments)
    {
        var content = arguments.GetString("content"u8);
        return new FileEdit
        {
            Path = path,
            Kind = PatchKind.Add,
            Hunks = HunkSplitter.Whole(content ?? ""),
            Limitations = content is null ? ["content_unknown"] : [],
        };
    }

    private static FileEdit Edit(string path, RawJson arguments, PiResultDetails? details)
    {
        var hunks = FromDetails(details);
        if (hunks is { Count: > 0 })
            return new FileEdit { Path = path, Hunks = hunks };
        return new FileEdit { Path = path, Hunks = [.. FromArguments(arguments)] };
    }

    private static IReadOnlyList<LineHunk>? FromDetails(PiResultDetails? details)
    {
        var hunks = details?.Patch is { } patch ? UnifiedDiffReader.Read(patch) : null;
        return hunks is { Count: > 0 } || details?.Diff is not { } diff ? hunks : PiDiff.Read(diff);
    }

    private static IEnumerable<LineHunk> FromArguments(RawJson arguments)
    {
        if (arguments.TryGetMember("edits"u8, out var edits) && edits.Kind == System.Text.Json.JsonValueKind.Array)
        {
            foreach (var edit in PiRaw.Items(edits))
            {
                foreach (var hunk in Replacement(edit))
                    yield return hunk;
            }
        }

        foreach (var hunk in Replacement(arguments))
            yield return hunk;
    }

    private static IReadOnlyList<LineHunk> Replacement(RawJson edit) =>
        edit.GetString("oldText"u8) is { } oldText && edit.GetString("newText"u8) is { } newText
            ? HunkSplitter.SplitUnplaced(oldText, newText)
            : [];
}
