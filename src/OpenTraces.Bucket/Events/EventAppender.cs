using System.Buffers;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events;

/// <summary>
/// Writes batches to the end of the log. Only who holds the log's lock is in here, after the catalog has been refreshed.
/// </summary>
internal sealed class EventAppender(EventCatalog catalog, EventLogOptions options, Action<StoreNotice> report)
{
    private string? _flushedName;
    private long _flushedEnd;

    private StoreFiles Files => catalog.Files;

    /// <summary>Cuts off what crashes have left behind the last acknowledged batch.</summary>
    public void Repair()
    {
        foreach (var name in catalog.Stillborn)
        {
            var path = Path.Combine(catalog.Folder, name);
            catalog.Handles.Forget(path);
            Files.Delete(path);
        }

        foreach (var segment in catalog.Segments)
        {
            if (segment.IsBroken)
                throw EventCatalog.Broken(segment);
        }

        if (catalog.Tail is not { IsSealed: false } tail)
            return;
        using var file = Files.OpenWrite(tail.Path);
        var torn = file.Length - tail.End;
        if (torn > 0)
        {
            if (tail.HasGap)
                Quarantine(tail, file, torn);
            report(new StoreNotice(
                tail.HasGap ? StoreNoticeKind.Quarantined : StoreNoticeKind.TornTailDropped, tail.Name, tail.End, torn));
            file.Truncate(tail.End);
        }

        // Another process's batch may not have been flushed yet; ours must never be on the disk without it.
        if (_flushedName != tail.Name || _flushedEnd != tail.End || torn > 0)
        {
            file.Flush();
            Files.FlushFolder(catalog.Folder);
        }
    }

    /// <summary>Appends and flushes one batch.</summary>
    public IReadOnlyList<TraceEvent> Append(IReadOnlyList<EventDraft> batch)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        var events = WriteFrames(batch, buffer);
        var tail = catalog.Tail;
        if (tail is { IsSealed: false } && tail.Last >= tail.First && tail.End + buffer.WrittenCount > options.SealLength)
            tail = Seal(tail);
        catalog.Replace(
            tail is { IsSealed: false } ? Extend(tail, buffer.WrittenSpan, events) : Create(buffer.WrittenSpan, events),
            events);
        (_flushedName, _flushedEnd) = (catalog.Tail!.Name, catalog.Tail.End);
        return events;
    }

    private static void WriteFrame(FrameKind kind, byte[] json, ContentHash hash, ArrayBufferWriter<byte> buffer) =>
        buffer.Advance(Frame.Write(kind, json, hash, buffer.GetSpan(Frame.MaxLength(json.Length))));

    private List<TraceEvent> WriteFrames(IReadOnlyList<EventDraft> batch, ArrayBufferWriter<byte> buffer)
    {
        var events = new List<TraceEvent>(batch.Count);
        var time = options.Clock.GetUtcNow().ToUniversalTime();
        var (sequence, head) = (catalog.Last, catalog.Head);
        foreach (var draft in batch)
        {
            var json = EventJson.Write(draft, ++sequence, time, head);
            head = ContentHash.Of(json);
            WriteFrame(FrameKind.Event, json, head, buffer);
            events.Add(new TraceEvent
            {
                Sequence = sequence,
                Time = time,
                Kind = draft.Kind,
                TraceId = draft.TraceId,
                Hash = head,
                Data = draft.Data,
            });
        }

        var commit = EventJson.WriteCommit(catalog.Last + 1, sequence, head);
        WriteFrame(FrameKind.Commit, commit, ContentHash.Of(commit), buffer);
        return events;
    }

    private EventSegment Extend(EventSegment tail, ReadOnlySpan<byte> frames, List<TraceEvent> events)
    {
        using var file = Files.OpenWrite(tail.Path);
        try
        {
            file.Write(tail.End, frames);
            file.Flush();
        }
        catch (IOException)
        {
            // Whole or not at all: a batch that was not acknowledged must not be read either.
            file.Truncate(tail.End);
            throw;
        }

        return tail with
        {
            Last = events[^1].Sequence,
            Head = events[^1].Hash,
            End = tail.End + frames.Length,
            SeenLength = tail.End + frames.Length,
            HasGap = false,
        };
    }

    private EventSegment Create(ReadOnlySpan<byte> frames, List<TraceEvent> events)
    {
        var name = SegmentName.Create(options.Clock);
        var path = Path.Combine(catalog.Folder, name);
        var start = EventJson.WriteCommit(catalog.Last + 1, catalog.Last, catalog.Head);
        var bytes = new ArrayBufferWriter<byte>(frames.Length + 512);
        bytes.Write(SegmentFormat.Head(SegmentRole.Events));
        WriteFrame(FrameKind.LogStart, start, ContentHash.Of(start), bytes);
        bytes.Write(frames);
        try
        {
            using (var file = Files.Create(path))
            {
                file.Write(0, bytes.WrittenSpan);
                file.Flush();
            }

            Files.FlushFolder(catalog.Folder);
        }
        catch (IOException)
        {
            Files.Delete(path);
            throw;
        }

        return new EventSegment
        {
            Name = name,
            Path = path,
            First = catalog.Last + 1,
            Before = catalog.Head,
            Last = events[^1].Sequence,
            Head = events[^1].Hash,
            End = bytes.WrittenCount,
            SeenLength = bytes.WrittenCount,
        };
    }

    private EventSegment Seal(EventSegment tail)
    {
        using var file = Files.OpenWrite(tail.Path);
        var traces = new Dictionary<TraceId, long>();
        var scan = BatchScan.FromStart(file, traces, withOffsets: true, CancellationToken.None);
        if (scan.Last != tail.Last || scan.Head != tail.Head)
            throw EventCatalog.Broken(tail);
        var offsets = scan.Offsets!.Where((_, i) => i % EventFooter.Stride == 0).ToArray();
        var footer = new EventFooter(tail.First, tail.Last, tail.Before, tail.Head, offsets, traces);
        var payload = footer.ToBytes();
        var bytes = new byte[Frame.MaxLength(payload.Length) + SegmentFormat.TrailerLength];
        var length = Frame.Write(FrameKind.Footer, payload, ContentHash.Of(payload), bytes);
        SegmentFormat.Trailer(tail.End).CopyTo(bytes.AsSpan(length));
        file.Write(tail.End, bytes);
        file.Flush();
        var sealedTail = tail with { IsSealed = true, Offsets = offsets };
        catalog.Replace(sealedTail, []);
        return sealedTail;
    }

    private void Quarantine(EventSegment tail, StoreFile file, long torn)
    {
        var folder = Path.Combine(catalog.Folder, "quarantine");
        Files.CreateFolder(folder);
        var bytes = new byte[torn];
        file.Read(tail.End, bytes);
        var name = $"{Path.GetFileNameWithoutExtension(tail.Name)}-{tail.End}-{ContentHash.Of(bytes).ToString()[..16]}.bin";
        var path = Path.Combine(folder, name);
        if (!Files.Exists(path))
            Files.WriteWhole(path, bytes, name + ".tmp");
    }
}
