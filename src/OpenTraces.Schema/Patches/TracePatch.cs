using System.Buffers;
using System.Globalization;
using System.Text;

namespace OpenTraces.Schema;

/// <summary>A patch with its text: what <see cref="Patch"/> identifies.</summary>
public sealed record TracePatch
{
    /// <summary>The id of the hunk, <see cref="ComputeId"/>.</summary>
    public required string PatchId { get; init; }

    /// <summary>The trace that produced it.</summary>
    public required TraceId TraceId { get; init; }

    /// <summary>Position among the patches of the same call and path, from 0.</summary>
    public required int Ordinal { get; init; }

    /// <summary>Everything the parser reported.</summary>
    public required PatchDraft Content { get; init; }

    /// <summary>Gives a draft its place in a trace.</summary>
    public static TracePatch FromDraft(TraceId trace, int ordinal, PatchDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return new TracePatch
        {
            TraceId = trace,
            Ordinal = ordinal,
            Content = draft,
            PatchId = ComputeId(trace, draft.ToolCallId, draft.FilePath, ordinal, draft.Removed, draft.Added),
        };
    }

    /// <summary>The reference that stands in the trace record.</summary>
    public Patch ToReference() => new()
    {
        PatchId = PatchId,
        FilePath = Content.FilePath,
        StepIndex = Content.StepIndex,
        ToolCallId = Content.ToolCallId,
        CaptureMethod = [Content.CaptureMethod],
        Limitations = Content.Limitations,
    };

    /// <summary>
    /// 64 hexadecimal digits of SHA-256 over the canonical JSON of
    /// <c>{added_hash, ordinal, path, removed_hash, tool_call_id, trace_id}</c>; a text hash is SHA-256 of the lines, each
    /// ended by a line feed.
    /// </summary>
    public static string ComputeId(
        TraceId trace, string toolCallId, string path, int ordinal, IReadOnlyList<string> removed, IReadOnlyList<string> added)
    {
        // Canonical order is the order of the names. Written by hand: a session has thousands of patches.
        byte[] json =
        [
            .. "{\"added_hash\":\""u8, .. HashLines(added),
            .. "\",\"ordinal\":"u8, .. Encoding.ASCII.GetBytes(ordinal.ToString(CultureInfo.InvariantCulture)),
            .. ",\"path\":"u8, .. JsonText.Quote(path),
            .. ",\"removed_hash\":\""u8, .. HashLines(removed),
            .. "\",\"tool_call_id\":"u8, .. JsonText.Quote(toolCallId),
            .. ",\"trace_id\":\""u8, .. Encoding.ASCII.GetBytes(trace.ToString()), .. "\"}"u8,
        ];
        return ContentHash.Of(json).ToString();
    }

    private static byte[] HashLines(IReadOnlyList<string> lines)
    {
        var length = 0;
        foreach (var line in lines)
            length += Encoding.UTF8.GetByteCount(line) + 1;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        length = 0;
        foreach (var line in lines)
        {
            length += Encoding.UTF8.GetBytes(line, buffer.AsSpan(length));
            buffer[length++] = (byte)'\n';
        }

        var hash = ContentHash.Of(buffer.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(buffer);
        return Encoding.ASCII.GetBytes(hash.ToString());
    }
}
