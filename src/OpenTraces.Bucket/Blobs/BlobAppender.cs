using OpenTraces.Bucket.Blobs.Lookup;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Segments.Lookup;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs;

/// <summary>
/// Appends frames to the one segment this process holds. Callers see to it that one thread at a time is in here.
/// </summary>
internal sealed class BlobAppender(BlobCatalog catalog, BlobStoreOptions options, Action<StoreNotice> report) : IDisposable
{
    private readonly List<BlobEntry> _entries = [];
    private BlobSegment? _segment;
    private StoreFile? _file;
    private SegmentLease? _lease;
    private bool _isDirty;
    private bool _folderIsDirty;

    /// <summary>Why a flush failed: what it was to make durable may be lost though the next one says nothing.</summary>
    public Exception? Failure { get; private set; }

    private StoreFiles Files => catalog.Files;

    /// <summary>Appends a frame that holds these objects, in the order of their places.</summary>
    public void Append(ReadOnlySpan<byte> frame, ReadOnlySpan<ContentHash> objects, bool inBlock, CancellationToken cancellationToken)
    {
        var segment = SegmentFor(frame.Length, objects.Length, cancellationToken);
        if (segment.Unwritten!.Span.Length > 0
            && segment.Unwritten.Span.Length + frame.Length > UnwrittenBytes.FullLength)
        {
            WriteOut();
        }

        var offset = (uint)segment.Unwritten.Append(frame);
        for (var i = 0; i < objects.Length; i++)
        {
            var slot = inBlock ? i + 1 : 0;
            var entry = new BlobEntry(LookupKey.Of(objects[i]), offset, (ushort)slot);
            segment.Scanned.Set(entry);
            _entries.Add(entry);
        }
    }

    /// <summary>
    /// Hands what was appended so far to the operating system and says what is left to do until it survives a power loss. That
    /// takes long and may be done while others append.
    /// </summary>
    public PendingFlush BeginFlush()
    {
        if (_file is null)
            return default;
        WriteOut();
        var pending = new PendingFlush(_isDirty ? _file : null, _folderIsDirty ? catalog.Folder : null);
        _isDirty = false;
        _folderIsDirty = false;
        return pending;
    }

    /// <summary>
    /// Ends the segment at hand, and those whose writers on this machine are gone, so that none is open but those of others;
    /// with <paramref name="fromAnywhere"/> also those of writers that were on another machine.
    /// </summary>
    public void SealAll(bool fromAnywhere, CancellationToken cancellationToken)
    {
        // Nothing was ever appended to it when it ends where it begins.
        do
        {
            if (_segment is not null && _segment.Unwritten!.End > SegmentFormat.HeadLength)
                Seal(_segment.Damage);
            else if (_segment is not null)
                DeleteEmpty();
        }
        while (TakeOver(fromAnywhere, cancellationToken) is not null);
    }

    public void Dispose() => Release();

    private void DeleteEmpty()
    {
        // Under its lease: without one another process could take it over, and append what goes with it.
        _file!.Dispose();
        catalog.Delete(_segment!, _lease);
        Release();
    }

    private void WriteOut()
    {
        var unwritten = _segment!.Unwritten!;
        if (unwritten.Span.IsEmpty)
            return;
        _isDirty = true;
        _file!.Write(unwritten.Start, unwritten.Span);
        unwritten.Written();
    }

    private BlobSegment SegmentFor(int frameLength, int objects, CancellationToken cancellationToken)
    {
        if (_segment is not null)
        {
            var footer = Frame.MaxLength(BlobFooter.Length(_entries.Count + objects, 0)) + SegmentFormat.TrailerLength;
            var end = _segment.Unwritten!.End;
            if (end + frameLength + footer <= options.SealLength || end == SegmentFormat.HeadLength)
                return _segment;
            Seal([]);
            return Create();
        }

        return TakeOver(fromAnywhere: false, cancellationToken) ?? Create();
    }

    private BlobSegment Create()
    {
        var name = SegmentName.Create(options.Clock);
        var path = Path.Combine(catalog.Folder, name);
        var lease = SegmentLease.Create(Files, Path.ChangeExtension(path, ".lease"));
        StoreFile? file = null;
        try
        {
            file = Files.Create(path);
            file.Write(0, SegmentFormat.Head(SegmentRole.Blobs));
        }
        catch
        {
            file?.Dispose();
            Files.Delete(path);
            lease.Delete();
            throw;
        }

        _folderIsDirty = true;
        _isDirty = true;
        return Hold(catalog.Add(name), file, lease, SegmentFormat.HeadLength);
    }

    private BlobSegment Hold(BlobSegment segment, StoreFile file, SegmentLease lease, long end)
    {
        segment.IsOwned = true;
        segment.Unwritten = new UnwrittenBytes(end);
        (_segment, _file, _lease) = (segment, file, lease);
        return segment;
    }

    /// <summary>An unsealed segment whose writer on this machine is gone, repaired where a crash tore it.</summary>
    private BlobSegment? TakeOver(bool fromAnywhere, CancellationToken cancellationToken)
    {
        catalog.Refresh(cancellationToken);
        foreach (var segment in catalog.Segments)
        {
            if (segment.IsSealed || SegmentLease.TryTakeOver(Files, segment.LeasePath, fromAnywhere) is not { } lease)
                continue;
            StoreFile? file = null;
            try
            {
                file = Files.OpenWrite(segment.Path);
                if (TryResume(segment, file, lease, cancellationToken))
                    return segment;
                file.Dispose();
                lease.Delete();
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // Its writer has deleted it, empty, while this was opening the lease.
                lease.Delete();
            }
            catch
            {
                _entries.Clear();
                file?.Dispose();
                lease.Dispose();
                throw;
            }
        }

        return null;
    }

    private bool TryResume(BlobSegment segment, StoreFile file, SegmentLease lease, CancellationToken cancellationToken)
    {
        if (SegmentFormat.ReadFooter(file, out _) is not null)
            return false;
        _entries.Clear();
        var outcome = SegmentScanner.Scan(
            file, SegmentFormat.HeadLength, BlobCatalog.Indexer(segment, _entries), cancellationToken);
        var damage = outcome.Damage.ToList();
        if (!SegmentFormat.CheckHead(file, segment.Path, SegmentRole.Blobs))
        {
            if (outcome.End > SegmentFormat.HeadLength)
                damage.Insert(0, new DamagedRange(0, SegmentFormat.HeadLength));
            else
                file.Write(0, SegmentFormat.Head(SegmentRole.Blobs));
        }

        foreach (var range in damage)
            Quarantine(segment, file, range);
        if (file.Length > outcome.End)
        {
            if (outcome.FooterOffset is null)
                report(new StoreNotice(StoreNoticeKind.TornTailDropped, segment.Name, outcome.End, outcome.Torn));
            file.Truncate(outcome.End);
        }

        _isDirty = true;
        _folderIsDirty = true;
        segment.Damage = damage;
        Hold(segment, file, lease, outcome.End);
        if (damage.Count == 0 && outcome.End < options.SealLength)
            return true;
        Seal(damage);
        return false;
    }

    private void Quarantine(BlobSegment segment, StoreFile file, DamagedRange range)
    {
        var folder = Path.Combine(catalog.Folder, "quarantine");
        Files.CreateFolder(folder);
        var name = $"{Path.GetFileNameWithoutExtension(segment.Name)}-{range.Offset}.bin";
        var bytes = new byte[range.Length];
        file.Read(range.Offset, bytes);
        var path = Path.Combine(folder, name);
        if (!Files.Exists(path))
            Files.WriteWhole(path, bytes, name + ".tmp");
        report(new StoreNotice(StoreNoticeKind.Quarantined, segment.Name, range.Offset, range.Length));
    }

    /// <summary>Ends the segment with its footer; it is immutable from then on.</summary>
    private void Seal(IReadOnlyList<DamagedRange> damage)
    {
        WriteOut();
        var payload = BlobFooter.Write(_entries, damage);
        var footer = new byte[Frame.MaxLength(payload.Length) + SegmentFormat.TrailerLength];
        var length = Frame.Write(FrameKind.Footer, payload, ContentHash.Of(payload), footer);
        var end = _segment!.Unwritten!.End;
        SegmentFormat.Trailer(end).CopyTo(footer.AsSpan(length));
        FlushWith(footer, end);
        _segment.Unwritten = null;
        _segment.IsDurable = true;
        _segment.Damage = damage;
        _segment.UseFooter();
        _lease!.Delete();
        Release();
    }

    private void FlushWith(ReadOnlySpan<byte> footer, long end)
    {
        try
        {
            _file!.Flush();
            _file.Write(end, footer);
            _file.Flush();
            Files.FlushFolder(catalog.Folder);
        }
        catch (Exception e)
        {
            Failure = e;
            throw;
        }
    }

    private void Release()
    {
        if (_segment is not null)
        {
            _segment.SeenLength = -1;
            _segment.ResumeAt = SegmentFormat.HeadLength;
            _segment.Unwritten = null;
            _segment.IsOwned = false;
        }

        _file?.Dispose();
        _lease?.Dispose();
        (_segment, _file, _lease) = (null, null, null);
        _entries.Clear();
        _isDirty = false;
        _folderIsDirty = false;
    }
}
