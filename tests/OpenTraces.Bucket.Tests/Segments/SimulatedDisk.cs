using System.Text;
using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Tests.Segments;

/// <summary>
/// A file system in memory that knows what was flushed. Every call that changes something is a step; the power can go at
/// any step, and space can run out.
/// </summary>
internal sealed class SimulatedDisk : StoreFiles
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _locked = new(StringComparer.Ordinal);
    private readonly List<(string Path, SimulatedFile? File)> _unflushedNames = [];
    private SortedDictionary<string, SimulatedFile> _names = new(StringComparer.Ordinal);
    private SortedDictionary<string, SimulatedFile> _durableNames = new(StringComparer.Ordinal);
    private bool _isOff;

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; private set; }

    /// <summary>The step at which the power goes, from 1; 0 for never.</summary>
    public int PowerLossAt { get; set; }

    /// <summary>The step from which on there is no space left; 0 for never.</summary>
    public int FullFrom { get; set; }

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
            foreach (var (path, file) in _unflushedNames.Take(kept))
                SetName(names, path, file);
            foreach (var (path, file) in names)
                after._names[path] = file.AfterPowerLoss(state, random);
            after._durableNames = new SortedDictionary<string, SimulatedFile>(after._names, StringComparer.Ordinal);
            after._folders.UnionWith(_folders);
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

    public override void CreateFolder(string folder) => Step(() => _folders.Add(folder));

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
        Step(() => Name(path, Exists(path) ? throw new IOException("It exists.") : new SimulatedFile()), takesSpace: true);
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
                Step(() => Name(path, new SimulatedFile()), takesSpace: true);
            }

            return _locked.Add(path) ? new Held(this, path) : null;
        }
    }

    public override void Rename(string from, string to) => Step(() =>
    {
        var file = Named(from);
        Name(from, null);
        Name(to, file);
    });

    public override void Delete(string path) => Step(() =>
    {
        if (Exists(path))
            Name(path, null);
    });

    public override void FlushFolder(string folder) => Step(() =>
    {
        foreach (var (path, file) in _unflushedNames.Where(n => Path.GetDirectoryName(n.Path) == folder))
            SetName(_durableNames, path, file);
        _unflushedNames.RemoveAll(n => Path.GetDirectoryName(n.Path) == folder);
    });

    private static void SetName(SortedDictionary<string, SimulatedFile> names, string path, SimulatedFile? file)
    {
        if (file is null)
            names.Remove(path);
        else
            names[path] = file;
    }

    private SimulatedFile Named(string path)
    {
        lock (_lock)
            return _names.TryGetValue(path, out var file) ? file : throw new FileNotFoundException("No such file.", path);
    }

    private void Name(string path, SimulatedFile? file)
    {
        SetName(_names, path, file);
        _unflushedNames.Add((path, file));
    }

    private void Step(Action change, bool takesSpace = false)
    {
        lock (_lock)
        {
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

        public override void Dispose()
        {
            lock (disk._lock)
                disk._locked.Remove(path);
        }
    }
}
