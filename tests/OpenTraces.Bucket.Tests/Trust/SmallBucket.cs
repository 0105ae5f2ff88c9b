using System.Text;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Bucket.Tests.Segments;
using OpenTraces.Schema;
using OpenTraces.TestKit;

namespace OpenTraces.Bucket.Tests.Trust;

/// <summary>
/// The files of a bucket of a few traces, made on the real disk, and what it answers while it is whole. Each trace is added
/// by itself, so no frame holds bytes of two.
/// </summary>
internal sealed class SmallBucket : IDisposable
{
    private readonly TempFolder _temp;
    private readonly HashSet<string> _folders;

    private SmallBucket(TempFolder temp, SortedDictionary<string, byte[]> files)
    {
        _temp = temp;
        Files = files;
        _folders = [.. files.Keys.Select(f => Path.GetDirectoryName(Path.Combine(SimulatedBucket.Folder, f))!)];
    }

    /// <summary>Where the bucket lies on the real disk, with its index.</summary>
    public string Folder => _temp["bucket"];

    /// <summary>By path relative to the bucket, with slashes; without the index and without locks.</summary>
    public SortedDictionary<string, byte[]> Files { get; }

    /// <summary>What each trace answers, as <see cref="ReadAsync"/> and <see cref="ReadRecordAsync"/> give it.</summary>
    public IReadOnlyDictionary<TraceId, (string Kept, string Record)> Answers { get; private set; } = new Dictionary<TraceId, (string, string)>();

    public IReadOnlyList<TraceEvent> Events { get; private set; } = [];

    /// <summary>Of blob segments: the frames, and the traces that do not read without them.</summary>
    public IReadOnlyList<(string File, int Start, int End, HashSet<TraceId> Traces)> Frames { get; private set; } = [];

    public static async Task<SmallBucket> CreateAsync()
    {
        var temp = new TempFolder();
        var folder = temp["bucket"];
        await using (var bucket = await SimulatedBucket.OpenAsync(StoreFiles.Local, folder: folder, blobSeal: 3000, eventSeal: 1500))
        {
            var growing = Some.Session("growing", steps: 5);
            await bucket.AddAsync(growing.Build(4));
            await bucket.SetTrailAsync(growing.Build(4).Key.ToTraceId(), Some.Overlay(growing.Build(4)));
            await bucket.AddAsync(growing.Build(5));
            await bucket.AddAsync(Some.Session("small").User("Why?").Agent("Because.").Build());
        }

        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (!name.StartsWith("index/", StringComparison.Ordinal) && Path.GetExtension(name) is ".json" or ".seg")
                files.Add(name, await File.ReadAllBytesAsync(path));
        }

        var small = new SmallBucket(temp, files);
        await small.LearnAsync();
        return small;
    }

    /// <summary>The bucket with other bytes in one of its files.</summary>
    public SimulatedDisk With(string? file = null, byte[]? bytes = null) => SimulatedDisk.Of(
        Files.ToDictionary(
            f => Path.Combine(SimulatedBucket.Folder, f.Key.Replace('/', Path.DirectorySeparatorChar)),
            f => SimulatedFile.Of(f.Key == file ? bytes! : f.Value), StringComparer.Ordinal),
        [.. _folders, Path.Combine(SimulatedBucket.Folder, "blobs"), Path.GetDirectoryName(SimulatedBucket.Folder)!]);

    /// <summary>What is kept of a trace: its summary and patches, and the source of all generations.</summary>
    public static async Task<string> ReadAsync(TraceBucket bucket, TraceId id)
    {
        if (await bucket.FindSummaryAsync(id) is not { } summary)
            return "not held";
        var text = new StringBuilder(summary.ToString());
        await foreach (var patch in bucket.ReadPatchesAsync(id))
            text.Append(patch.PatchId).Append(string.Join('\n', [.. patch.Content.Removed, .. patch.Content.Added]));
        for (var generation = 1; generation <= summary.Generations; generation++)
        {
            await using var stream = await bucket.OpenRawAsync(id, generation);
            using var bytes = new MemoryStream();
            if (stream is not null)
                await stream.CopyToAsync(bytes);
            text.Append(stream is null ? "no source" : Convert.ToHexString(bytes.ToArray()));
        }

        return text.ToString();
    }

    /// <summary>The record, which also says what other traces there are of the session.</summary>
    public static async Task<string> ReadRecordAsync(TraceBucket bucket, TraceId id) =>
        await bucket.FindAsync(id) is { } record ? Encoding.UTF8.GetString(TraceJson.Serialize(record)) : "no record";

    public void Dispose() => _temp.Dispose();

    private async Task LearnAsync()
    {
        await using (var bucket = await SimulatedBucket.OpenAsync(With(), readOnly: true))
        {
            var answers = new Dictionary<TraceId, (string, string)>();
            await foreach (var summary in bucket.ListAsync())
                answers.Add(summary.TraceId, (await ReadAsync(bucket, summary.TraceId), await ReadRecordAsync(bucket, summary.TraceId)));
            Answers = answers;
            Events = await bucket.ReadEventsAsync().ToListAsync();
        }

        var frames = new List<(string, int, int, HashSet<TraceId>)>();
        foreach (var (name, content) in Files.Where(f => f.Key.StartsWith("blobs/", StringComparison.Ordinal)))
        {
            foreach (var (start, end) in FramesOf(name))
            {
                var wiped = (byte[])content.Clone();
                wiped.AsSpan(start..end).Clear();
                var damage = await Damage.OfAsync(this, readOnly => SimulatedBucket.OpenAsync(With(name, wiped), readOnly));
                frames.Add((name, start, end, [.. damage.Lost.Keys, .. damage.LostRecords.Keys]));
            }
        }

        Frames = frames;
    }

    private List<(int Start, int End)> FramesOf(string name)
    {
        var frames = new List<(int, int)>();
        using var file = With().OpenRead(Path.Combine(SimulatedBucket.Folder, name.Replace('/', Path.DirectorySeparatorChar)));
        SegmentScanner.Scan(
            file,
            SegmentFormat.HeadLength,
            (long offset, in FrameHeader header, ReadOnlySpan<byte> stored) =>
            {
                frames.Add(((int)offset, (int)offset + header.FrameLength));
                return true;
            },
            CancellationToken.None);
        return frames;
    }
}
