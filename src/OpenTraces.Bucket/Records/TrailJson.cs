using OpenTraces.Schema;

namespace OpenTraces.Bucket.Records;

/// <summary>The blob of an overlay: a trace record of which only the patches' ids and anchors count.</summary>
internal static class TrailJson
{
    public static ReadOnlyMemory<byte> Write(TrailOverlay overlay) => RecordPart.Write(new TraceRecord
    {
        TraceId = "",
        SessionId = overlay.RepositoryId,
        Agent = new Agent { Name = "" },
        Patches = [.. overlay.Anchors.OrderBy(a => a.Key, StringComparer.Ordinal)
            .Select(a => new Patch { PatchId = a.Key, FilePath = "", Anchor = a.Value, SupersededBy = overlay.Superseded.GetValueOrDefault(a.Key, []) })],
    });

    public static IReadOnlyList<Patch> Read(ReadOnlySpan<byte> utf8) => TraceJson.Parse(utf8).Patches;
}
