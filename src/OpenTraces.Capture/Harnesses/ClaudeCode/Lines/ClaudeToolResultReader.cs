using System.Text.Json;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Lines;

internal sealed class ClaudeToolResultReader(NamePool names)
{
    /// <summary>Reads the object the reader stands on; null for text, a list or nothing, which say no more than the result itself.</summary>
    /// <param name="reader">Stands on the value.</param>
    /// <param name="origin">Where the entry starts in the reader's buffer.</param>
    public ClaudeToolResult? Read(ref Utf8JsonReader reader, int origin)
    {
        if (!JsonRead.IsObject(ref reader))
            return null;
        var result = new ClaudeToolResult();
        while (JsonRead.NextMember(ref reader))
        {
            if (!ReadFact(ref reader, result) && !ReadEdit(ref reader, origin, result))
                JsonRead.SkipValue(ref reader);
        }

        return result;
    }

    private bool ReadFact(ref Utf8JsonReader reader, ClaudeToolResult result)
    {
        if (JsonRead.IsMember(ref reader, "type"u8))
            result.Type = JsonRead.Name(ref reader, names);
        else if (JsonRead.IsMember(ref reader, "agentId"u8) || JsonRead.IsMember(ref reader, "agent_id"u8))
            result.AgentId = JsonRead.Text(ref reader);
        else if (JsonRead.IsMember(ref reader, "agentType"u8))
            result.AgentType = JsonRead.Name(ref reader, names);
        else if (JsonRead.IsMember(ref reader, "durationMs"u8) || JsonRead.IsMember(ref reader, "totalDurationMs"u8))
            result.DurationMs = Milliseconds(ref reader, 1);
        else if (JsonRead.IsMember(ref reader, "durationSeconds"u8) || JsonRead.IsMember(ref reader, "duration"u8))
        {
            var seconds = Milliseconds(ref reader, 1000);
            result.DurationMs ??= seconds;
        }
        else if (JsonRead.IsMember(ref reader, "exitCode"u8))
            result.ExitCode = JsonRead.Integer(ref reader);
        else if (JsonRead.IsMember(ref reader, "interrupted"u8))
            result.IsInterrupted = JsonRead.Flag(ref reader) ?? false;
        else if (JsonRead.IsMember(ref reader, "error"u8))
            result.HasError = !string.IsNullOrEmpty(JsonRead.Text(ref reader));
        else
            return false;
        return true;
    }

    private static bool ReadEdit(ref Utf8JsonReader reader, int origin, ClaudeToolResult result)
    {
        if (JsonRead.IsMember(ref reader, "filePath"u8) || JsonRead.IsMember(ref reader, "notebook_path"u8))
            result.FilePath = JsonRead.Text(ref reader);
        else if (JsonRead.IsMember(ref reader, "structuredPatch"u8))
            result.Hunks = JsonSlice.Mark(ref reader, origin);
        else if (JsonRead.IsMember(ref reader, "oldString"u8))
            result.OldText = JsonSlice.Mark(ref reader, origin);
        else if (JsonRead.IsMember(ref reader, "newString"u8))
            result.NewText = JsonSlice.Mark(ref reader, origin);
        else if (JsonRead.IsMember(ref reader, "originalFile"u8) || JsonRead.IsMember(ref reader, "original_file"u8)
            || JsonRead.IsMember(ref reader, "originalFileContents"u8))
            result.OriginalFile = JsonSlice.Mark(ref reader, origin);
        else if (JsonRead.IsMember(ref reader, "updated_file"u8))
            result.UpdatedFile = JsonSlice.Mark(ref reader, origin);
        else if (JsonRead.IsMember(ref reader, "content"u8))
            result.Content = JsonSlice.Mark(ref reader, origin);
        else if (JsonRead.IsMember(ref reader, "filenames"u8))
            result.FileNames = JsonSlice.Mark(ref reader, origin);
        else if (JsonRead.IsMember(ref reader, "edits"u8))
            result.Edits = JsonSlice.Mark(ref reader, origin);
        else if (JsonRead.IsMember(ref reader, "replaceAll"u8))
            result.ReplaceAll = JsonRead.Flag(ref reader) ?? false;
        else if (JsonRead.IsMember(ref reader, "userModified"u8))
            result.UserModified = JsonRead.Flag(ref reader) ?? false;
        else if (JsonRead.IsMember(ref reader, "file"u8))
            result.File = ReadFile(ref reader, origin);
        else
            return false;
        return true;
    }

    private static ClaudeReadFile? ReadFile(ref Utf8JsonReader reader, int origin)
    {
        if (!JsonRead.IsObject(ref reader))
            return null;
        var file = new ClaudeReadFile();
        while (JsonRead.NextMember(ref reader))
        {
            if (JsonRead.IsMember(ref reader, "filePath"u8))
                file.Path = JsonRead.Text(ref reader);
            else if (JsonRead.IsMember(ref reader, "startLine"u8))
                file.StartLine = JsonRead.Integer(ref reader);
            else if (JsonRead.IsMember(ref reader, "numLines"u8))
                file.Lines = JsonRead.Integer(ref reader);
            else if (JsonRead.IsMember(ref reader, "content"u8))
                file.Content = JsonSlice.Mark(ref reader, origin);
            else
                JsonRead.SkipValue(ref reader);
        }

        return file;
    }

    private static long? Milliseconds(ref Utf8JsonReader reader, int factor) =>
        JsonRead.Number(ref reader) is { } value && Math.Abs(value * factor) < int.MaxValue ? (long)(value * factor) : null;
}
