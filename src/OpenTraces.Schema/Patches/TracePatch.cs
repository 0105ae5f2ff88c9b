using System.Buffers;
using System.Globalization;
using System.Text;

namespace OpenTraces.Schema;

/// <summary>A patch with its text: what <see cref="Patch"/> identifies.</summary>
public sealed record TracePatch
{
    private const int MaxOnStack = 2048;

    /// <summary>More than everything of the JSON but the two texts takes.</summary>
    private const int MaxFrame = 320;

    /// <summary>A UTF-16 unit as <c>\\uXXXX</c>.</summary>
    private const int MaxEscaped = 6;

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
        // Canonical order is the order of the names. Written by hand: there is an id for every hunk of every session.
        var longest = MaxFrame + (MaxEscaped * (path.Length + toolCallId.Length));
        var rented = longest > MaxOnStack ? ArrayPool<byte>.Shared.Rent(longest) : null;
        var json = rented ?? stackalloc byte[MaxOnStack];
        var length = Append(json, 0, "{\"added_hash\":\""u8);
        length = AppendHash(json, length, HashLines(added));
        length = Append(json, length, "\",\"ordinal\":"u8);
        ordinal.TryFormat(json[length..], out var digits, provider: CultureInfo.InvariantCulture);
        length = Append(json, length + digits, ",\"path\":"u8);
        length += JsonText.Quote(path, json[length..]);
        length = Append(json, length, ",\"removed_hash\":\""u8);
        length = AppendHash(json, length, HashLines(removed));
        length = Append(json, length, "\",\"tool_call_id\":"u8);
        length += JsonText.Quote(toolCallId, json[length..]);
        length = Append(json, length, ",\"trace_id\":\""u8);
        length += Encoding.UTF8.GetBytes(trace.ToString(), json[length..]);
        length = Append(json, length, "\"}"u8);
        var id = ContentHash.Of(json[..length]).ToString();
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return id;
    }

    private static int Append(Span<byte> json, int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(json[at..]);
        return at + text.Length;
    }

    private static int AppendHash(Span<byte> json, int at, ContentHash hash)
    {
        Span<byte> digest = stackalloc byte[ContentHash.Size];
        hash.CopyTo(digest);
        Convert.TryToHexStringLower(digest, json[at..], out var written);
        return at + written;
    }

    private static ContentHash HashLines(IReadOnlyList<string> lines)
    {
        var length = 0;
        for (var i = 0; i < lines.Count; i++)
            length += Encoding.UTF8.GetByteCount(lines[i]) + 1;
        var rented = length > MaxOnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        var text = rented ?? stackalloc byte[MaxOnStack];
        var at = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            at += Encoding.UTF8.GetBytes(lines[i], text[at..]);
            text[at++] = (byte)'\n';
        }

        var hash = ContentHash.Of(text[..at]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }
}
