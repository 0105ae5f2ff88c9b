using System.Text.Json;

namespace OpenTraces.Schema;

/// <summary>
/// Writes steps as messages. The results of a step's calls are one message of the user right behind it, as the provider
/// demands; where the document that was read had them otherwise, as it had them.
/// </summary>
internal sealed class AnthropicMessages(Utf8JsonWriter writer)
{
    private bool _open;

    /// <summary>Whether the step has a message: something may be said of it, or somebody wrote it as it is.</summary>
    public static bool Holds(Step step)
    {
        if (!AnthropicBlocks.IsBlank(step))
            return true;
        Original.Take(step.Unknown, AnthropicCodec.Kept, out var kept);
        return kept is { } more && more.TryGetMember("message"u8, out var message) && message.TryGetMember("role"u8, out _);
    }

    /// <summary>False when nothing of the step may be in the list.</summary>
    public bool Add(Step step, IReadOnlyList<(ToolCall Call, string Id, Observation? Result)> calls)
    {
        var unknown = Original.Take(step.Unknown, AnthropicCodec.Kept, out var kept);
        var ours = AnthropicBlocks.Message(step with { Unknown = unknown }, [.. calls.Select(static c => (c.Call, c.Id))]);
        RawJson? said = kept is { } more && more.TryGetMember("message"u8, out var message) ? message : null;
        if (!Holds(step))
            return false;
        if (said is { } whole)
            ours = Original.Restore(ours, whole, AnthropicBlocks.Rewrite);
        if (_open && kept?.TryGetMember("same_message"u8, out _) == true)
        {
            foreach (var block in AnthropicBlocks.Of(ours))
                block.WriteTo(writer);
            return true;
        }

        Close();
        ours.WriteTo(writer);
        foreach (var (_, id, result) in calls)
            AddResult(id, result);
        return true;
    }

    public void Close()
    {
        if (!_open)
            return;
        writer.WriteEndArray();
        writer.WriteEndObject();
        _open = false;
    }

    private void AddResult(string id, Observation? result)
    {
        var block = AnthropicBlocks.Result(id, result);
        RawJson? kept = null;
        if (result is not null)
            Original.Take(result.Unknown, AnthropicCodec.Kept, out kept);
        if (kept?.TryGetMember("own_message"u8, out _) == true)
            Close();
        if (kept is { } said && said.TryGetMember("block"u8, out var more))
            block = Original.Restore(block, more, AnthropicBlocks.RewriteResult);
        if (!_open)
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, "user"u8);
            writer.WriteStartArray("content"u8);
            _open = true;
        }

        block.WriteTo(writer);
    }
}
