using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OpenTraces.Schema;

/// <summary>A patch with its text: what <see cref="Patch"/> identifies.</summary>
public sealed record TracePatch
{
    /// <summary>Room for all of the JSON an id is made of but its texts.</summary>
    private const int MaxFixed = 512;

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
        var json = ArrayPool<byte>.Shared.Rent(MaxFixed + JsonText.MaxQuoted(path) + JsonText.MaxQuoted(toolCallId));
        var length = Append(json, 0, "{\"added_hash\":\""u8);
        length += HashLines(added, json.AsSpan(length));
        length = Append(json, length, "\",\"ordinal\":"u8);
        ordinal.TryFormat(json.AsSpan(length), out var digits, provider: CultureInfo.InvariantCulture);
        length = Append(json, length + digits, ",\"path\":"u8);
        length += JsonText.Quote(path, json.AsSpan(length));
        length = Append(json, length, ",\"removed_hash\":\""u8);
        length += HashLines(removed, json.AsSpan(length));
        length = Append(json, length, "\",\"tool_call_id\":"u8);
        length += JsonText.Quote(toolCallId, json.AsSpan(length));
        length = Append(json, length, ",\"trace_id\":\""u8);
        trace.ToGuid().TryFormat(json.AsSpan(length), out var id, "D");
        length = Append(json, length + id, "\"}"u8);
        var hash = ContentHash.Of(json.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(json);
        return hash.ToString();
    }

    private static int Append(Span<byte> json, int length, ReadOnlySpan<byte> text)
    {
        text.CopyTo(json[length..]);
        return length + text.Length;
    }

    /// <summary>Writes the digits of the digest, and gives their number.</summary>
    private static int HashLines(IReadOnlyList<string> lines, Span<byte> output)
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

        Span<byte> digest = stackalloc byte[ContentHash.Size];
        SHA256.HashData(buffer.AsSpan(0, length), digest);
        ArrayPool<byte>.Shared.Return(buffer);
        Convert.TryToHexStringLower(digest, output, out var digits);
        return digits;
    }
}
