using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Events;

/// <summary>
/// The segments of the log in order and, once somebody asks, the last event about each trace. Kept up to date by reading
/// what was added. Callers see to it that one thread at a time is in here.
/// </summary>
internal sealed class EventCatalog(string folder, StoreFiles files) : IDisposable
{
    private List<EventSegment> _segments = [];
    private Dictionary<TraceId, long>? _traces;

    public string Folder => folder;

    public StoreFiles Files => files;

    public FileHandles Handles { get; } = new(files);

    public IReadOnlyList<EventSegment> Segments => _segments;

    public EventSegment? Tail => _segments.Count > 0 ? _segments[^1] : null;

    public long Last => Tail?.Last ?? 0;

    public ContentHash Head => Tail?.Head ?? default;

    /// <summary>Files that were left by a crash before they held a beginning.</summary>
    public IReadOnlyList<string> Stillborn { get; private set; } = [];

    /// <summary>The last event about each trace, read once and then kept.</summary>
    public IReadOnlyDictionary<TraceId, long> Traces(CancellationToken cancellationToken)
    {
        if (_traces is not null)
            return _traces;
        var traces = new Dictionary<TraceId, long>();
        foreach (var segment in _segments)
        {
            var isRead = segment.IsSealed && ReadFooter(segment) is { } footer && Merge(traces, footer);
            if (!isRead)
                Handles.Use(segment.Path, f => BatchScan.FromStart(f, traces, withOffsets: false, cancellationToken));
        }

        return _traces = traces;
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
    public void Replace(EventSegment tail, IEnumerable<TraceEvent> added)
    {
        if (_segments.Count > 0 && _segments[^1].Name == tail.Name)
            _segments[^1] = tail;
        else
            _segments.Add(tail);
        if (_traces is null)
            return;
        foreach (var item in added)
        {
            if (item.TraceId is { } trace)
                _traces[trace] = item.Sequence;
        }
    }

    public void Dispose() => Handles.Dispose();

    public static OpenTracesException Broken(EventSegment segment) => new(
        OpenTracesErrorCode.StoreCorrupt,
        $"The event log is damaged in '{segment.Path}' behind event {segment.Last} at offset {segment.End}: restore that segment from a copy of the bucket.");

    private static bool Merge(Dictionary<TraceId, long> traces, EventFooter footer)
    {
        foreach (var (trace, last) in footer.Traces)
            traces[trace] = last;
        return true;
    }

    private EventFooter? ReadFooter(EventSegment segment) =>
        Handles.Use(segment.Path, f => SegmentFormat.ReadFooter(f, out _) is { } bytes ? EventFooter.TryParse(bytes) : null);

    private EventSegment? Load(string name, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, name);
        return Handles.Use(path, file =>
        {
            SegmentFormat.CheckHead(file, path, SegmentRole.Events);
            if (SegmentFormat.ReadFooter(file, out var end) is { } bytes && EventFooter.TryParse(bytes) is { } footer)
            {
                if (_traces is not null)
                    Merge(_traces, footer);
                return Sealed(name, path, end, footer);
            }

            var scan = BatchScan.FromStart(file, _traces, withOffsets: false, cancellationToken);
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
            if (SegmentFormat.ReadFooter(file, out var end) is { } bytes && EventFooter.TryParse(bytes) is { } footer)
            {
                if (_traces is not null)
                    Merge(_traces, footer);
                return Sealed(segment.Name, segment.Path, end, footer);
            }

            var scan = BatchScan.Continue(file, segment, _traces, cancellationToken);
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

    private static EventSegment Sealed(string name, string path, long end, EventFooter footer) => new()
    {
        Name = name,
        Path = path,
        First = footer.First,
        Before = footer.Before,
        Last = footer.Last,
        Head = footer.Head,
        End = end,
        IsSealed = true,
        Offsets = footer.Offsets,
    };

    private static OpenTracesException Unreadable(string path) => new(
        OpenTracesErrorCode.StoreCorrupt,
        $"The beginning of '{path}' is damaged: restore that segment from a copy of the bucket.");

    private void CheckOrder()
    {
        var last = 0L;
        var head = default(ContentHash);
        foreach (var segment in _segments)
        {
            if (segment.First != last + 1 || segment.Before != head)
            {
                throw new OpenTracesException(
                    OpenTracesErrorCode.StoreCorrupt,
                    $"The event log in '{folder}' ends at event {last}, and '{segment.Name}' begins at {segment.First}: a segment is missing or not of this log. Restore it from a copy.");
            }

            (last, head) = (segment.Last, segment.Head);
        }
    }
}
