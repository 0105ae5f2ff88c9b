using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Index;

/// <summary>
/// <c>index/epoch/search.db</c> and the pointer <c>index/current</c>. An index is never changed into another: a new one is
/// built beside it and the pointer is moved.
/// </summary>
internal sealed class IndexFolder(StoreFiles files, string folder, TimeProvider clock)
{
    public const string DatabaseName = "search.db";

    public string LockPath => Path.Combine(folder, ".lock");

    private string PointerPath => Path.Combine(folder, "current");

    /// <summary>A name in the folder that no file has, for one that is written and read once.</summary>
    public string NewSpoolPath() => Path.Combine(folder, $"{Guid.NewGuid():N}.words");

    /// <summary>The database the pointer names; null when there is none.</summary>
    public string? FindCurrent()
    {
        try
        {
            var epoch = Encoding.UTF8.GetString(files.ReadAll(PointerPath)).Trim();
            if (epoch.Length == 0 || epoch.AsSpan().ContainsAny('/', '\\', '\0') || epoch is "." or "..")
                return null;
            var path = Path.Combine(folder, epoch, DatabaseName);
            return files.Exists(path) ? path : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>An empty file for a new database, in a folder of its own; only its owner may read it.</summary>
    public string CreateEpoch()
    {
        Span<byte> random = stackalloc byte[4];
        RandomNumberGenerator.Fill(random);
        var epoch = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + Convert.ToHexStringLower(random);
        var home = Path.Combine(folder, epoch);
        files.CreateFolder(home);
        var path = Path.Combine(home, DatabaseName);
        files.Create(path).Dispose();
        return path;
    }

    public void SetCurrent(string database)
    {
        var epoch = Path.GetFileName(Path.GetDirectoryName(database))!;
        files.WriteWhole(PointerPath, Encoding.UTF8.GetBytes(epoch + "\n"), ".current.tmp");
    }

    /// <summary>Removes the epochs the pointer does not name. A reader that still has one open keeps it until it is done.</summary>
    public void RemoveOthers(string database)
    {
        var keep = Path.GetDirectoryName(database)!;
        foreach (var home in Directory.EnumerateDirectories(folder))
        {
            if (string.Equals(Path.GetFullPath(home), Path.GetFullPath(keep), StringComparison.Ordinal))
                continue;
            try
            {
                Directory.Delete(home, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use on a system that locks open files; the next rebuild removes it.
            }
        }
    }
}
