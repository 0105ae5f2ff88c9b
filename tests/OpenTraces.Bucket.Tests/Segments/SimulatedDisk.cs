using System.Text;
using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Tests.Segments;

/// <summary>
/// A file system in memory that knows what was flushed. Every call that changes something is a step; the power can go at
/// any step, and space can run out.
/// </summary>
/// <remarks>
/// <see cref="AfterPowerLoss"/> makes one state of a kind and keeps every folder; <see cref="Snapshot"/> is for all the
/// states that are possible, lost folders among them.
/// </remarks>
internal sealed class SimulatedDisk : StoreFiles
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _locked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _durableFolders = new(StringComparer.Ordinal);
    private readonly List<NameChange> _unflushedNames = [];
    private SortedDictionary<string, SimulatedFile> _names = new(StringComparer.Ordinal);
    private SortedDictionary<string, SimulatedFile> _durableNames = new(StringComparer.Ordinal);
    private bool _isOff;

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; private set; }

    /// <summary>The step at which the power goes, from 1; 0 for never.</summary>
    public int PowerLossAt { get; set; }

    /// <summary>The step from which on there is no space left; 0 for never.</summary>
    public int FullFrom { get; set; }

    /// <summary>Called before each step with its number, while nothing else can change the disk.</summary>
    public Action<int>? BeforeStep { get; set; }

    /// <summary>The disk with these files and folders, all of them flushed.</summary>
    public static SimulatedDisk Of(IReadOnlyDictionary<string, SimulatedFile> names, IEnumerable<string> folders)
    {
        var disk = new SimulatedDisk();
        foreach (var (path, file) in names)
            disk._names[path] = disk._durableNames[path] = file;
        disk._folders.UnionWith(folders);
        disk._durableFolders.UnionWith(folders);
        return disk;
    }

    /// <summary>What is on the disk and what is on its way there. Call it when nobody is at work, or in <see cref="BeforeStep"/>.</summary>
    public DiskSnapshot Snapshot() => new(
        new(_durableNames, StringComparer.Ordinal), [.. _durableFolders], [.. _unflushedNames],
        _durableNames.Values.Concat(_unflushedNames.SelectMany(c => c.Names).Select(n => n.File)).OfType<SimulatedFile>()
            .Distinct().ToDictionary(f => f, f => f.Snapshot()));

    /// <summary>A folder that was there before; it survives everything.</summary>
    public void Given(string folder)
    {
        for (var up = folder; !string.IsNullOrEmpty(up); up = Path.GetDirectoryName(up))
        {
            _folders.Add(up);
            _durableFolders.Add(up);
        }
    }

    /// <summary>The disk as the next start of the machine finds it.</summary>
    public SimulatedDisk AfterPowerLoss(DiskState state, int seed)
    {
        var random = new Random(seed);
        var after = new SimulatedDisk();
        lock (_lock)
        {
            var names = new SortedDictionary<string, SimulatedFile>(_durableNames, StringComparer.Ordinal);
            var kept = state switch
            {
                DiskState.Dropped => 0,
                DiskState.Mixed => random.Next(_unflushedNames.Count + 1),
                _ => _unflushedNames.Count,
            };
            foreach (var change in _unflushedNames.Take(kept))
                change.ApplyTo(names);
            foreach (var (path, file) in names)
                after._names[path] = file.AfterPowerLoss(state, random);
            after._durableNames = new SortedDictionary<string, SimulatedFile>(after._names, StringComparer.Ordinal);
            after._folders.UnionWith(_folders);
            after._durableFolders.UnionWith(_folders);
        }

        return after;
    }

    public byte[] Content(string path) => Named(path).Content;

    public void Replace(string path, byte[] content)
    {
        var file = new SimulatedFile();
        file.Write(0, content);
        file.Flush();
        lock (_lock)
            _names[path] = _durableNames[path] = file;
    }

    public SimulatedDisk Copy() => AfterPowerLoss(DiskState.Kept, 0);

    public override bool FolderExists(string folder) => _folders.Contains(folder);

    public override void CreateFolder(string folder) => Step(() =>
    {
        var missing = new Stack<string>();
        for (var up = folder; !string.IsNullOrEmpty(up) && !_folders.Contains(up); up = Path.GetDirectoryName(up))
            missing.Push(up);
        foreach (var one in missing)
        {
            _folders.Add(one);
            _unflushedNames.Add(new NameChange(Path.GetDirectoryName(one) ?? "", [], one));
        }
    });

    public override IReadOnlyList<string> List(string folder, string extension)
    {
        lock (_lock)
        {
            return [.. _names.Keys
                .Where(p => Path.GetDirectoryName(p) == folder && p.EndsWith(extension, StringComparison.Ordinal))
                .Select(p => Path.GetFileName(p))];
        }
    }

    public override long MeasureFolder(string folder)
    {
        lock (_lock)
            return _names.Where(n => n.Key.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)).Sum(n => (long)n.Value.Content.Length);
    }

    public override bool Exists(string path)
    {
        lock (_lock)
            return _names.ContainsKey(path);
    }

    public override StoreFile OpenRead(string path) => new Handle(this, Named(path));

    public override StoreFile OpenWrite(string path) => new Handle(this, Named(path));

    public override StoreFile Create(string path)
    {
        Step(() => Name((path, Exists(path) ? throw new IOException("It exists.") : new SimulatedFile())), takesSpace: true);
        return OpenWrite(path);
    }

    public override StoreLock? TryLock(string path, bool create)
    {
        lock (_lock)
        {
            if (_isOff)
                throw new PowerLossException();
            if (!Exists(path))
            {
                if (!create)
                    return null;
                Step(() => Name((path, new SimulatedFile())), takesSpace: true);
            }

            return _locked.Add(path) ? new Held(this, path) : null;
        }
    }

    public override void Rename(string from, string to) => Step(() =>
    {
        var file = Named(from);
        Name((from, null), (to, file));
    });

    public override void Delete(string path) => Step(() =>
    {
        if (Exists(path))
            Name((path, null));
    });

    public override void FlushFolder(string folder) => Step(() =>
    {
        foreach (var change in _unflushedNames.Where(n => n.Folder == folder))
        {
            change.ApplyTo(_durableNames);
            change.ApplyTo(_durableFolders);
        }

        _unflushedNames.RemoveAll(n => n.Folder == folder);
    });

    private SimulatedFile Named(string path)
    {
        lock (_lock)
            return _names.TryGetValue(path, out var file) ? file : throw new FileNotFoundException("No such file.", path);
    }

    private void Name(params (string Path, SimulatedFile? File)[] names)
    {
        var folder = Path.GetDirectoryName(names[^1].Path)!;
        if (!_folders.Contains(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        var change = new NameChange(folder, names, null);
        change.ApplyTo(_names);
        _unflushedNames.Add(change);
    }

    private void Step(Action change, bool takesSpace = false)
    {
        lock (_lock)
        {
            if (!_isOff)
                BeforeStep?.Invoke(Steps + 1);
            if (_isOff || ++Steps == PowerLossAt)
            {
                _isOff = true;
                throw new PowerLossException();
            }

            if (takesSpace && FullFrom > 0 && Steps >= FullFrom)
                throw new IOException("No space left on device", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28);
            change();
        }
    }

    private sealed class Handle(SimulatedDisk disk, SimulatedFile file) : StoreFile
    {
        public override long Length => file.Content.Length;

        public override int Read(long offset, Span<byte> buffer)
        {
            var content = file.Content;
            var count = (int)Math.Clamp(content.Length - offset, 0, buffer.Length);
            content.AsSpan((int)Math.Min(offset, content.Length), count).CopyTo(buffer);
            return count;
        }

        public override void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            var copy = bytes.ToArray();
            disk.Step(() => file.Write(offset, copy), takesSpace: true);
        }

        public override void Truncate(long length) => disk.Step(() => file.Truncate(length));

        public override void Flush() => disk.Step(file.Flush);

        public override void Dispose()
        {
        }
    }

    private sealed class Held(SimulatedDisk disk, string path) : StoreLock
    {
        public override string ReadNote() => Encoding.UTF8.GetString(disk.Named(path).Content);

        public override void WriteNote(string note)
        {
            disk.Step(() => disk.Named(path).Write(0, Encoding.UTF8.GetBytes(note)), takesSpace: true);
            disk.Step(() => disk.Named(path).Flush());
        }

        public override void Delete()
        {
            disk.Delete(path);
            Dispose();
        }

        public override void Dispose()
        {
            lock (disk._lock)
                disk._locked.Remove(path);
        }
    }
}
