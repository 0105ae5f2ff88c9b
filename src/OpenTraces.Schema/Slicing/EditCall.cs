using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>What a tool call says about the files it edits.</summary>
internal static class EditCall
{
    private const string BeginPatch = "*** Begin Patch";

    private static readonly string[] FileHeaders =
        ["*** Add File: ", "*** Update File: ", "*** Delete File: ", "*** Move to: "];

    /// <summary>Whether the call edits files; those it names are added.</summary>
    public static bool Inspect(ToolCall call, List<string> files)
    {
        switch (call.ToolName)
        {
            case "Edit" or "Write" or "MultiEdit" or "NotebookEdit" or "edit" or "write" or "write_file" or "patch":
                AddNamed(call.Input, files);
                return true;
            case "str_replace_editor" or "str_replace_based_edit_tool":
                if (call.Input.GetString("command"u8) == "view")
                    return false;
                AddNamed(call.Input, files);
                return true;
            case "apply_patch":
                if (!AddNamed(call.Input, files) && PatchText(call.Input) is { } text)
                    AddPatched(text, files);
                return true;
            case "exec" or "exec_command" or "shell" or "shell_command" or "local_shell":
                // The patch stands inside a program, so its file names may be expressions.
                return call.Input.Utf8.Span.IndexOf("*** Begin Patch"u8) >= 0;
            default:
                return false;
        }
    }

    private static bool AddNamed(RawJson input, List<string> files)
    {
        var file = NonEmpty(input.GetString("file_path"u8)) ?? NonEmpty(input.GetString("path"u8))
            ?? NonEmpty(input.GetString("filename"u8)) ?? NonEmpty(input.GetString("notebook_path"u8));
        if (file is not null)
            Add(file, files);
        return file is not null;
    }

    private static string? PatchText(RawJson input) => input.Kind == JsonValueKind.String
        ? input.AsString()
        : NonEmpty(input.GetString("patch"u8)) ?? NonEmpty(input.GetString("input"u8)) ?? input.GetString("raw"u8);

    private static void AddPatched(string text, List<string> files)
    {
        var begin = text.IndexOf(BeginPatch, StringComparison.Ordinal);
        foreach (var line in text.AsSpan(Math.Max(begin, 0)).EnumerateLines())
        {
            foreach (var header in FileHeaders)
            {
                if (line.StartsWith(header, StringComparison.Ordinal) && !line[header.Length..].IsWhiteSpace())
                    Add(line[header.Length..].Trim().ToString(), files);
            }
        }
    }

    private static void Add(string file, List<string> files)
    {
        if (!files.Contains(file))
            files.Add(file);
    }

    private static string? NonEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
