using System.Collections.Immutable;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Segments.Lookup;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Blobs.Lookup;

/// <summary>
/// The segments of a folder and where every address lies in them: by the footers of sealed segments, which are read when
/// first asked, and by the frames of the others. <see cref="Refresh"/> reads what other writers have added since.
/// </summary>
internal sealed class BlobCatalog(string folder, StoreFiles files) : IDisposable
{
    private readonly Lock _refreshing = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, BlobSegment> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<(ContentHash, BlobLocation)> _corrupt = [];

    // All ever known, by their number; the ones that are there, newest last.
    private ImmutableArray<BlobSegment> _all = [];
    private ImmutableArray<BlobSegment> _present = [];

    public string Folder => folder;

    public StoreFiles Files => files;

    public FileHandles Handles { get; } = new(files);

    /// <summary>Segments that are about to be deleted: what only they hold does not count as held.</summary>
    public ImmutableHashSet<string> Condemned { get; set; } = [];

    public BlobSegment this[BlobLocation location] => _all[location.Segment];

    public IReadOnlyList<BlobSegment> Segments => _present;

    /// <summary>
    /// The places of an address, newest segment first, by number from 0; false when there are no more. More than one is
    /// seldom: two writers at once, or an object that was put again because the first was damaged.
    /// </summary>
    public bool TryFind(ContentHash address, int copy, out BlobLocation location)
    {
        var key = LookupKey.Of(address);
        var present = _present;
        for (var i = present.Length - 1; i >= 0; i--)
        {
            var segment = present[i];
            for (var nth = 0; TryFind(segment, key, nth, out var entry); nth++)
            {
                if (copy-- > 0)
                    continue;
                location = new BlobLocation(segment.Id, entry.Offset, entry.Slot);
                return true;
            }
        }

        location = default;
        return false;
    }

    /// <summary>A place of an address that is there to stay and was not found damaged.</summary>
    public bool TryFindGood(ContentHash address, out BlobLocation location)
    {
        for (var copy = 0; TryFind(address, copy, out location); copy++)
        {
            if (!Condemned.Contains(this[location].Name) && !IsKnownCorrupt(address, location))
                return true;
        }

        return false;
    }

    /// <summary>Remembers that an address must be put again before it can be read from here.</summary>
    public void MarkCorrupt(ContentHash address, BlobLocation location)
    {
        lock (_lock)
            _corrupt.Add((address, location));
    }

    /// <summary>Adds a segment this process has just created or seen.</summary>
    public BlobSegment Add(string name)
    {
        lock (_lock)
        {
            AddAll([name]);
            return _byName[name];
        }
    }

    /// <summary>Reads what is new in the folder.</summary>
    public void Refresh(CancellationToken cancellationToken)
    {
        lock (_refreshing)
        {
            var present = new HashSet<string>(files.List(folder, SegmentFormat.Extension), StringComparer.Ordinal);
            AddNew(present);
            foreach (var segment in _present)
            {
                if (!present.Contains(segment.Name))
                    Drop(segment);
                else if (segment is { IsSealed: false, IsOwned: false })
                    Load(segment, cancellationToken);
            }
        }
    }

    /// <summary>The first damage that is known, when there is any. Footers say what was damaged when they were written.</summary>
    public (BlobSegment Segment, DamagedRange Range)? FirstDamage()
    {
        foreach (var segment in _present)
        {
            _ = FooterOf(segment);
            if (segment.Damage.Count > 0)
                return (segment, segment.Damage[0]);
        }

        return null;
    }

    /// <summary>The footer of a sealed segment; null when there is none that can be read, or the segment is gone.</summary>
    public FooterEntries? FooterOf(BlobSegment segment)
    {
        if (segment.IsGone)
            return null;
        try
        {
            return segment.Footer(Handles, s => Scan(s, CancellationToken.None));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            Drop(segment);
            return null;
        }
    }

    /// <summary>Makes a visitor that indexes the objects of a segment and, when asked, lists them for its footer.</summary>
    public static FrameVisitor Indexer(BlobSegment segment, List<BlobEntry>? entries) =>
        (long offset, in FrameHeader header, ReadOnlySpan<byte> stored) =>
        {
            var count = FrameObjects.Count(header, stored);
            for (var i = 0; i < count; i++)
            {
                var (key, slot) = FrameObjects.KeyAt(header, stored, i);
                var entry = new BlobEntry(key, (uint)offset, (ushort)slot);
                segment.Scanned.Set(entry);
                entries?.Add(entry);
            }

            return count >= 0;
        };

    public void Dispose() => Handles.Dispose();

    /// <summary>The first place of an address in one segment.</summary>
    public bool TryFindIn(BlobSegment segment, in LookupKey key, out BlobLocation location)
    {
        var found = TryFind(segment, key, 0, out var entry);
        location = new BlobLocation(segment.Id, entry.Offset, entry.Slot);
        return found;
    }

    /// <summary>Deletes a segment; what was live of it lies elsewhere.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="lease">Its lease, when this process holds it.</param>
    public void Delete(BlobSegment segment, SegmentLease? lease = null)
    {
        Drop(segment);
        files.Delete(segment.Path);
        if (lease is null)
            files.Delete(segment.LeasePath);
        else
            lease.Delete();
    }

    /// <summary>Puts the file of a segment aside; what was intact of it lies elsewhere.</summary>
    public void Quarantine(BlobSegment segment)
    {
        var home = Path.Combine(folder, Upkeep.Quarantine.FolderName);
        files.CreateFolder(home);
        Drop(segment);
        files.Rename(segment.Path, Path.Combine(home, segment.Name));
        files.Delete(segment.LeasePath);
        files.FlushFolder(home);
        files.FlushFolder(folder);
    }

    private bool TryFind(BlobSegment segment, in LookupKey key, int nth, out BlobEntry entry)
    {
        entry = default;
        if (segment.IsGone)
            return false;
        try
        {
            if (FooterOf(segment) is { } footer)
                return footer.TryFind(key, nth, out entry);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            Drop(segment);
            return false;
        }

        return nth == 0 && !segment.IsGone && segment.Scanned.TryFind(key, out entry);
    }

    private bool IsKnownCorrupt(ContentHash address, BlobLocation location)
    {
        lock (_lock)
            return _corrupt.Count > 0 && _corrupt.Contains((address, location));
    }

    private void AddNew(HashSet<string> present)
    {
        lock (_lock)
        {
            var unknown = present.Where(n => SegmentName.IsValid(n) && !_byName.ContainsKey(n)).ToList();
            if (unknown.Count > 0)
                AddAll(unknown);
        }
    }

    private void AddAll(List<string> names)
    {
        var added = names.Select((name, i) => new BlobSegment(_all.Length + i, name, Path.Combine(folder, name))).ToList();
        _all = _all.AddRange(added);
        _present = [.. _present.Concat(added).OrderBy(s => s.Name, StringComparer.Ordinal)];
        foreach (var segment in added)
            _byName.Add(segment.Name, segment);
    }

    private void Load(BlobSegment segment, CancellationToken cancellationToken)
    {
        try
        {
            var hasFooter = Handles.Use(segment.Path, file =>
            {
                SegmentFormat.CheckHead(file, segment.Path, SegmentRole.Blobs);
                return SegmentFormat.FindFooter(file) is not null;
            });
            if (hasFooter && !segment.IsFooterUnusable)
                segment.UseFooter();
            else
                Scan(segment, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            Drop(segment);
        }
    }

    private void Scan(BlobSegment segment, CancellationToken cancellationToken) => Handles.Use(segment.Path, file =>
    {
        var length = file.Length;
        if (length == segment.SeenLength && segment.Damage.Count == 0)
            return false;
        var headDamaged = !SegmentFormat.CheckHead(file, segment.Path, SegmentRole.Blobs);
        var outcome = SegmentScanner.Scan(file, segment.ResumeAt, Indexer(segment, null), cancellationToken);
        segment.Damage = headDamaged && outcome.End > SegmentFormat.HeadLength
            ? [new DamagedRange(0, SegmentFormat.HeadLength), .. outcome.Damage]
            : outcome.Damage;
        segment.ResumeAt = outcome.ResumeAt;
        segment.SeenLength = length;
        return true;
    });

    private void Drop(BlobSegment segment)
    {
        lock (_lock)
        {
            segment.IsGone = true;
            segment.Damage = [];
            _present = _present.Remove(segment);
            _byName.Remove(segment.Name);
        }

        Handles.Forget(segment.Path);
    }
}
