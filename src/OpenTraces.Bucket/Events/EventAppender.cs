using System.Buffers;
using OpenTraces.Bucket.Events.Lookup;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events;

/// <summary>
/// Writes batches to the end of the log. Only who holds the log's lock is in here, after the catalog has been refreshed.
/// </summary>
internal sealed class EventAppender(
    EventCatalog catalog, EventLogOptions options, FrameCompressor compressor, Action<StoreNotice> report)
{
    /// <summary>A footer names the kind of an event in one byte.</summary>
    private const int MaxKinds = 255;

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
        if (torn > 0)
            _flushedName = null;
        FlushTail(tail, file);
    }

    /// <summary>What is known of the log is durable.</summary>
    public bool IsTailFlushed => catalog.Tail is not { IsSealed: false } tail || IsFlushed(tail);

    /// <summary>Makes the end of the log durable, unless this instance has done so already.</summary>
    public void FlushTail()
    {
        if (IsTailFlushed)
            return;
        using var file = Files.OpenWrite(catalog.Tail!.Path);
        FlushTail(catalog.Tail, file);
    }

    /// <summary>Appends and flushes one batch.</summary>
    public IReadOnlyList<TraceEvent> Append(IReadOnlyList<EventDraft> batch)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        var events = WriteFrames(batch, buffer);
        var tail = catalog.Tail;
        if (tail is { IsSealed: false } && tail.Last >= tail.First && MustSeal(tail, buffer.WrittenCount, batch))
            tail = Seal(tail);
        catalog.Replace(tail is { IsSealed: false } ? Extend(tail, buffer.WrittenSpan, events) : Create(buffer.WrittenSpan, events));
        (_flushedName, _flushedEnd) = (catalog.Tail!.Name, catalog.Tail.End);
        return events;
    }

    private bool IsFlushed(EventSegment tail) => _flushedName == tail.Name && _flushedEnd == tail.End;

    private void FlushTail(EventSegment tail, StoreFile file)
    {
        if (IsFlushed(tail))
            return;
        file.Flush();
        Files.FlushFolder(catalog.Folder);
        (_flushedName, _flushedEnd) = (tail.Name, tail.End);
    }

    private void WriteFrame(FrameKind kind, byte[] json, ContentHash hash, ArrayBufferWriter<byte> buffer) =>
        buffer.Advance(Frame.Write(kind, json, hash, plain: 0, compressor, buffer.GetSpan(Frame.MaxLength(json.Length))));

    private bool MustSeal(EventSegment tail, int added, IReadOnlyList<EventDraft> batch) =>
        tail.End + added > options.SealLength
        || ((ScannedEventIndex)tail.Index).KindCount(tail) + batch.DistinctBy(e => e.Kind).Count() > MaxKinds;

    private List<TraceEvent> WriteFrames(IReadOnlyList<EventDraft> batch, ArrayBufferWriter<byte> buffer)
    {
        var events = new List<TraceEvent>(batch.Count);
        var time = options.Clock.GetUtcNow().ToUniversalTime();
        var (sequence, head) = (catalog.Last, catalog.Head);
        var inBatch = new Dictionary<TraceId, long>();
        foreach (var draft in batch)
        {
            var before = draft.TraceId is { } trace ? LastAbout(trace, inBatch) : 0;
            var json = EventJson.Write(draft, ++sequence, time, head, before);
            if (draft.TraceId is { } now)
                inBatch[now] = sequence;
            head = ContentHash.Of(json);
            WriteFrame(FrameKind.Event, json, head, buffer);
            events.Add(new TraceEvent
            {
                Sequence = sequence,
                Time = time,
                Kind = draft.Kind,
                TraceId = draft.TraceId,
                TracePrevious = before > 0 ? before : null,
                Hash = head,
                Data = draft.Data,
            });
        }

        var commit = EventJson.WriteCommit(catalog.Last + 1, sequence, head);
        WriteFrame(FrameKind.Commit, commit, ContentHash.Of(commit), buffer);
        return events;
    }

    private long LastAbout(TraceId trace, Dictionary<TraceId, long> inBatch) =>
        inBatch.TryGetValue(trace, out var last) ? last : EventCatalog.FindLast(catalog.Segments, trace);

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
            Index = new ScannedEventIndex(catalog.Handles),
            SeenLength = bytes.WrittenCount,
        };
    }

    private EventSegment Seal(EventSegment tail)
    {
        using var file = Files.OpenWrite(tail.Path);
        var payload = ((ScannedEventIndex)tail.Index).ToFooter(tail);
        var bytes = new byte[Frame.MaxLength(payload.Length) + SegmentFormat.TrailerLength];
        var length = Frame.Write(FrameKind.Footer, payload, ContentHash.Of(payload), bytes);
        SegmentFormat.Trailer(tail.End).CopyTo(bytes.AsSpan(length));
        file.Write(tail.End, bytes);
        file.Flush();
        var closed = EventFooter.Read(file, out var end, out var header) is { } footer
            ? tail with { IsSealed = true, Index = new FooterEventIndex(catalog.Handles, footer, end, header) }
            : throw EventCatalog.Broken(tail);
        catalog.Replace(closed);
        return closed;
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
