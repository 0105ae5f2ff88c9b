using OpenTraces.Bucket.Events.Lookup;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events;

/// <summary>
/// The segments of the log in order, kept up to date by reading what was added. Callers see to it that one thread at a
/// time is in here.
/// </summary>
internal sealed class EventCatalog(string folder, StoreFiles files) : IDisposable
{
    private List<EventSegment> _segments = [];

    public string Folder => folder;

    public StoreFiles Files => files;

    public FileHandles Handles { get; } = new(files);

    public IReadOnlyList<EventSegment> Segments => _segments;

    public EventSegment? Tail => _segments.Count > 0 ? _segments[^1] : null;

    public long Last => Tail?.Last ?? 0;

    public ContentHash Head => Tail?.Head ?? default;

    /// <summary>Files that were left by a crash before they held a beginning.</summary>
    public IReadOnlyList<string> Stillborn { get; private set; } = [];

    /// <summary>The last event about a trace; 0 when there is none. The newest segments are asked first.</summary>
    public static long FindLast(IReadOnlyList<EventSegment> segments, TraceId trace)
    {
        for (var i = segments.Count - 1; i >= 0; i--)
        {
            if (segments[i].Index.LastAbout(segments[i], trace) is > 0 and var last)
                return last;
        }

        return 0;
    }

    /// <summary>The segment that holds an event; null when the log does not reach it.</summary>
    public static EventSegment? Find(IReadOnlyList<EventSegment> segments, long sequence)
    {
        var (low, high) = (0, segments.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (sequence < segments[middle].First)
                high = middle - 1;
            else if (sequence > segments[middle].Last)
                low = middle + 1;
            else
                return segments[middle];
        }

        return null;
    }

    /// <summary>Reads what other processes have appended.</summary>
    public void Refresh(CancellationToken cancellationToken)
    {
        var known = _segments.ToDictionary(s => s.Name, StringComparer.Ordinal);
        var segments = new List<EventSegment>();
        var stillborn = new List<string>();
        foreach (var name in files.List(folder, SegmentFormat.Extension))
        {
            if (!SegmentName.IsValid(name))
                continue;
            var segment = known.TryGetValue(name, out var old) ? Update(old, cancellationToken) : Load(name, cancellationToken);
            if (segment is null)
                stillborn.Add(name);
            else
                segments.Add(segment);
        }

        segments.Sort((a, b) => a.First != b.First ? a.First.CompareTo(b.First) : a.Last.CompareTo(b.Last));
        _segments = segments;
        Stillborn = stillborn;
        CheckOrder();
    }

    /// <summary>The tail is as its writer has just left it.</summary>
    public void Replace(EventSegment tail)
    {
        if (_segments.Count > 0 && _segments[^1].Name == tail.Name)
            _segments[^1] = tail;
        else
            _segments.Add(tail);
    }

    public void Dispose() => Handles.Dispose();

    public static OpenTracesException Broken(EventSegment segment) => new(
        OpenTracesErrorCode.StoreCorrupt,
        $"The event log is damaged in '{segment.Path}' behind event {segment.Last} at offset {segment.End}: run 'opentraces bucket repair', or restore that segment from a copy of the bucket.");

    private EventSegment? Load(string name, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, name);
        return Handles.Use(path, file =>
        {
            SegmentFormat.CheckHead(file, path, SegmentRole.Events);
            if (Sealed(name, path, file) is { } closed)
                return closed;
            var scan = BatchScan.FromStart(file, Handles.Expander, cancellationToken);
            return scan.Start is not var (first, before)
                ? scan.IsBroken ? throw Unreadable(path) : null
                : new EventSegment
                {
                    Name = name,
                    Path = path,
                    First = first,
                    Before = before,
                    Last = scan.Last,
                    Head = scan.Head,
                    End = scan.End,
                    Index = new ScannedEventIndex(Handles),
                    IsBroken = scan.IsBroken,
                    HasGap = scan.HasGap,
                    SeenLength = file.Length,
                };
        });
    }

    private EventSegment Update(EventSegment segment, CancellationToken cancellationToken)
    {
        if (segment.IsSealed)
            return segment;
        return Handles.Use(segment.Path, file =>
        {
            var length = file.Length;
            if (length == segment.End && !segment.IsBroken)
                return segment;

            // A writer whose flush failed has taken its batch back.
            if (length < segment.End)
                return Load(segment.Name, cancellationToken) ?? segment;
            if (Sealed(segment.Name, segment.Path, file) is { } closed)
                return closed;
            var scan = BatchScan.Continue(file, Handles.Expander, segment, cancellationToken);
            return segment with
            {
                Last = scan.Last,
                Head = scan.Head,
                End = scan.End,
                IsBroken = scan.IsBroken,
                HasGap = scan.HasGap,
                SeenLength = length,
            };
        });
    }

    private EventSegment? Sealed(string name, string path, StoreFile file) =>
        EventFooter.Read(file, out var end, out var header) is not { } footer ? null : new EventSegment
        {
            Name = name,
            Path = path,
            First = footer.First,
            Before = footer.Before,
            Last = footer.Last,
            Head = footer.Head,
            End = end,
            Index = new FooterEventIndex(Handles, footer, end, header),
            IsSealed = true,
        };

    private static OpenTracesException Unreadable(string path) => new(
        OpenTracesErrorCode.StoreCorrupt,
        $"The beginning of '{path}' is damaged: run 'opentraces bucket repair', or restore that segment from a copy of the bucket.");

    /// <summary>Cuts the list where one segment does not follow from the one before: what lies behind cannot be read in order.</summary>
    private void CheckOrder()
    {
        var last = 0L;
        var head = default(ContentHash);
        for (var i = 0; i < _segments.Count; i++)
        {
            var segment = _segments[i];
            if (segment.First == last + 1 && segment.Before == head)
            {
                (last, head) = (segment.Last, segment.Head);
                continue;
            }

            if (i == 0)
            {
                throw new OpenTracesException(
                    OpenTracesErrorCode.StoreCorrupt,
                    $"The event log in '{folder}' begins at event {segment.First} in '{segment.Name}': a segment is missing. Run 'opentraces bucket repair', or restore it from a copy.");
            }

            _segments[i - 1] = _segments[i - 1] with { IsBroken = true };
            _segments.RemoveRange(i, _segments.Count - i);
        }
    }
}
