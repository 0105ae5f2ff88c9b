using OpenTraces.Capture.Harnesses.ClaudeCode.Lines;
using OpenTraces.Capture.Reading;

namespace OpenTraces.Capture.Harnesses.ClaudeCode.Steps;

/// <summary>Remembers, by digests, what messages said whose steps are reported, to tell a late fragment from a repeated one.</summary>
internal sealed class ClosedMessages
{
    private const ulong Call = 1;
    private const ulong Result = 2;
    private const ulong Text = 3;

    private readonly IdSet _messages = new();
    private readonly IdSet _blocks = new();

    public bool Contains(UInt128 key) => _messages.Contains(key);

    public void Add(UInt128 key, OpenStep step)
    {
        _messages.Add(key);
        foreach (var call in step.Builder.Calls)
        {
            _blocks.Add(Of(key, call.Id, Call));
            if (call.IsAnswered)
                _blocks.Add(Of(key, call.Id, Result));
        }

        foreach (var text in step.Parts)
            _blocks.Add(Of(key, text, Text));
    }

    /// <summary>Whether the message is one of them and says nothing it did not say before.</summary>
    public bool Holds(UInt128 key, ClaudeMessage message) => Contains(key) && message.Blocks.TrueForAll(b => Holds(key, b));

    public bool Holds(UInt128 key, ClaudeBlock block)
    {
        if (AgentMessages.IsResult(block))
            return block.ToolUseId is null || _blocks.Contains(Of(key, block.ToolUseId, Result));
        return block.Kind switch
        {
            "tool_use" or "server_tool_use" or "mcp_tool_use" =>
                string.IsNullOrEmpty(block.Id) || _blocks.Contains(Of(key, block.Id, Call)),
            "text" or "thinking" or "image" or "document" =>
                string.IsNullOrEmpty(block.Text) || _blocks.Contains(Of(key, block.Text, Text)),
            _ => true,
        };
    }

    private static UInt128 Of(UInt128 key, string text, ulong kind) => QuickDigest.Combine(key, QuickDigest.OfId(text), kind);
}
