using System.Buffers;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Records;

/// <summary>
/// A record of which some members stand elsewhere, as JSON for a blob. Without a content hash that would be computed anew: it is
/// of a whole record, and what is laid over this one when it is read changes it.
/// </summary>
internal static class RecordPart
{
    public static ReadOnlyMemory<byte> Write(TraceRecord part)
    {
        var json = new ArrayBufferWriter<byte>(4096);
        TraceJson.WriteUnhashed(json, TraceJson.KeepsHash(part) ? part : part with { ContentHash = null });
        return json.WrittenMemory;
    }
}
