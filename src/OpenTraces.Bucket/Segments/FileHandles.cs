using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Segments;

/// <summary>Keeps files open for reading, at most a few dozen at a time, and what expands their frames.</summary>
internal sealed class FileHandles(StoreFiles files) : IDisposable
{
    private const int Limit = 48;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Handle> _open = new(StringComparer.Ordinal);
    private long _clock;
    private bool _disposed;

    public FrameExpander Expander { get; } = new();

    public int Read(string path, long offset, Span<byte> buffer)
    {
        var handle = Rent(path);
        try
        {
            return handle.File.Read(offset, buffer);
        }
        finally
        {
            Return(handle);
        }
    }

    public T Use<T>(string path, Func<StoreFile, T> use)
    {
        var handle = Rent(path);
        try
        {
            return use(handle.File);
        }
        finally
        {
            Return(handle);
        }
    }

    /// <summary>Closes a file as soon as nobody reads it.</summary>
    public void Forget(string path)
    {
        lock (_lock)
        {
            if (_open.Remove(path, out var handle))
                Retire(handle);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var handle in _open.Values)
                Retire(handle);
            _open.Clear();
        }

        Expander.Dispose();
    }

    private Handle Rent(string path)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_open.TryGetValue(path, out var handle))
            {
                handle = new Handle(files.OpenRead(path));
                _open.Add(path, handle);
                CloseOldest();
            }

            handle.Users++;
            handle.LastUse = ++_clock;
            return handle;
        }
    }

    private void Return(Handle handle)
    {
        lock (_lock)
        {
            handle.Users--;
            if (handle.Retired && handle.Users == 0)
                handle.File.Dispose();
        }
    }

    private void CloseOldest()
    {
        if (_open.Count <= Limit)
            return;
        var (path, oldest) = _open.Where(o => o.Value.LastUse > 0).MinBy(o => o.Value.LastUse);
        _open.Remove(path);
        Retire(oldest);
    }

    private static void Retire(Handle handle)
    {
        handle.Retired = true;
        if (handle.Users == 0)
            handle.File.Dispose();
    }

    private sealed class Handle(StoreFile file)
    {
        public StoreFile File { get; } = file;

        public int Users { get; set; }

        public long LastUse { get; set; }

        public bool Retired { get; set; }
    }
}
