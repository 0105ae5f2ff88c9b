using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OpenTraces.Schema;

/// <summary>A patch with its text: what <see cref="Patch"/> identifies.</summary>
public sealed record TracePatch
{
    // The names, two hashes, an ordinal and a trace id.
    private const int Frame = 384;

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
        ArgumentNullException.ThrowIfNull(toolCallId);
        ArgumentNullException.ThrowIfNull(path);
        // Canonical order is the order of the names. Written by hand, into one borrowed buffer: a session has thousands of patches.
        var rented = ArrayPool<byte>.Shared.Rent(Frame + JsonText.MaxQuotedLength(path) + JsonText.MaxQuotedLength(toolCallId));
        Span<byte> json = rented;
        var at = Append(json, 0, "{\"added_hash\":\""u8);
        at = AppendHash(json, at, added);
        at = Append(json, at, "\",\"ordinal\":"u8);
        ordinal.TryFormat(json[at..], out var digits, provider: CultureInfo.InvariantCulture);
        at = Append(json, at + digits, ",\"path\":"u8);
        at += JsonText.Quote(path, json[at..]);
        at = Append(json, at, ",\"removed_hash\":\""u8);
        at = AppendHash(json, at, removed);
        at = Append(json, at, "\",\"tool_call_id\":"u8);
        at += JsonText.Quote(toolCallId, json[at..]);
        at = Append(json, at, ",\"trace_id\":\""u8);
        trace.ToGuid().TryFormat(json[at..], out var idLength, "D");
        at = Append(json, at + idLength, "\"}"u8);
        var id = ContentHash.Of(json[..at]).ToString();
        ArrayPool<byte>.Shared.Return(rented);
        return id;
    }

    private static int Append(Span<byte> json, int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(json[at..]);
        return at + text.Length;
    }

    private static int AppendHash(Span<byte> json, int at, IReadOnlyList<string> lines)
    {
        var length = 0;
        for (var i = 0; i < lines.Count; i++)
            length += Encoding.UTF8.GetByteCount(lines[i]) + 1;
        var text = ArrayPool<byte>.Shared.Rent(length);
        length = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            length += Encoding.UTF8.GetBytes(lines[i], text.AsSpan(length));
            text[length++] = (byte)'\n';
        }

        Span<byte> digest = stackalloc byte[ContentHash.Size];
        SHA256.HashData(text.AsSpan(0, length), digest);
        ArrayPool<byte>.Shared.Return(text);
        Convert.TryToHexStringLower(digest, json[at..], out var written);
        return at + written;
    }
}
