using System.Globalization;
using System.Security.Cryptography;

namespace OpenTraces.SideBySide.Bucket;

/// <summary>One SHA-256 pass over files on one thread, in pieces of a megabyte: the floor under any verification.</summary>
internal static class HashPass
{
    public static void Run(IEnumerable<string> paths)
    {
        var spent = new Spent();
        var buffer = new byte[1 << 20];
        var bytes = 0L;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in paths.SelectMany(Files))
        {
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            for (var at = 0L; RandomAccess.Read(file, buffer, at) is > 0 and var read; at += read)
            {
                hash.AppendData(buffer, 0, read);
                bytes += read;
            }

            GC.KeepAlive(hash.GetHashAndReset());
        }

        spent.Print(string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"));
    }

    private static IEnumerable<string> Files(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories) : [path];
}
