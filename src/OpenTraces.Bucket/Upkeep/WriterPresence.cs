using System.Security.Cryptography;
using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Upkeep;

/// <summary>
/// <c>writers/*.lock</c>: one locked file for each call that puts objects and then names them in the log. Whoever wants to
/// delete objects waits for those that were at it when it said so; the operating system drops the lock of one that was
/// killed.
/// </summary>
internal sealed class WriterPresence(StoreFiles files, string folder)
{
    private const string Extension = ".lock";
    private const int MaxAttempts = 8;

    /// <summary>Held until disposed.</summary>
    public IDisposable Enter()
    {
        Span<byte> random = stackalloc byte[16];
        for (var attempt = 0; ; attempt++)
        {
            RandomNumberGenerator.Fill(random);
            var path = Path.Combine(folder, Convert.ToHexStringLower(random) + Extension);
            if (files.TryLock(path, create: true) is { } taken)
            {
                // Somebody may have looked whether it is alive before it was locked, and removed it as that of one that is not.
                if (files.Exists(path))
                    return new Held(taken);
                taken.Dispose();
            }

            // Somebody looks just now: another name.
            if (attempt == MaxAttempts)
                throw new IOException($"'{path}' is held by another process.");
        }
    }

    /// <summary>The files of writers at work; those of writers that were killed are removed.</summary>
    public IReadOnlyList<string> FindAlive()
    {
        var alive = new List<string>();
        foreach (var name in files.List(folder, Extension))
        {
            if (IsAlive(name))
                alive.Add(name);
        }

        return alive;
    }

    /// <summary>Whether a writer found before is still at work.</summary>
    public bool IsAlive(string name)
    {
        var path = Path.Combine(folder, name);
        if (files.TryLock(path, create: false) is not { } taken)
            return files.Exists(path);
        taken.DeleteOrLeave();
        return false;
    }

    /// <summary>A file that is left is removed by whoever looks next; what was done under it is done.</summary>
    private sealed class Held(StoreLock taken) : IDisposable
    {
        public void Dispose() => taken.DeleteOrLeave();
    }
}
