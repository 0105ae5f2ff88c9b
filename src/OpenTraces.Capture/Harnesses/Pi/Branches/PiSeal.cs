using OpenTraces.Capture.Harnesses.Pi.Lines;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Harnesses.Pi.Branches;

/// <summary>
/// A digest of everything by which the first reading of a session decides over the second, so that a file that was written anew
/// between the two is seen.
/// </summary>
internal sealed class PiSeal
{
    private ulong _digest;

    public static OpenTracesException Changed() => new(OpenTracesErrorCode.SourceChanged,
        "The session was written anew while it was read. Nothing was kept; read it again.");

    public void Add(PiEntry entry)
    {
        var message = entry.Message;
        _digest ^= (ulong)entry.Line;
        Add(entry.Type, entry.Id, entry.ParentId, entry.Timestamp, message?.Role, message?.ToolCallId);
        Add(entry.HasParent ? "child" : null, entry.Type == PiTypes.Session ? entry.Raw.ToString() : null);
        foreach (var block in message?.Blocks ?? [])
        {
            if (block.Kind == PiBlockKind.ToolCall)
                Add(block.CallId);
        }
    }

    /// <summary>Throws unless both were given the same entries.</summary>
    public void Require(PiSeal other)
    {
        if (_digest != other._digest)
            throw Changed();
    }

    private void Add(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
            _digest = PiKey.Mix(_digest, text);
    }
}
