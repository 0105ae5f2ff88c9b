using System.Text.Json;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep;

/// <summary><c>bucket.json</c>: written once, when the bucket is made.</summary>
/// <param name="BucketId">Random; it tells buckets apart.</param>
/// <param name="Codec">The codec new frames are written with. Every frame names its own, so others can be read.</param>
internal sealed record BucketFile(string BucketId, string Codec)
{
    /// <summary>The format this version reads and writes. 0 is a draft.</summary>
    public const int FormatVersion = 0;

    private const string Name = "bucket.json";

    /// <summary>Reads the file, or makes the bucket's folder and the file.</summary>
    public static BucketFile OpenOrCreate(StoreFiles files, string folder, bool readOnly)
    {
        var path = Path.Combine(folder, Name);
        if (!files.Exists(path))
        {
            if (readOnly)
            {
                throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                    $"There is no bucket in '{folder}'. Open it without read-only once, or name the right folder.");
            }

            Create(files, folder, path);
        }

        return Read(files, path);
    }

    private static void Create(StoreFiles files, string folder, string path)
    {
        files.CreateFolder(folder);
        var json = RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("format_version"u8, FormatVersion);
            writer.WriteString("bucket_id"u8, Guid.NewGuid().ToString("D"));
            writer.WriteString("codec"u8, "brotli");
            writer.WriteEndObject();
        });

        // Another process may do the same now; whoever takes the lock first decides the id.
        using var exclusive = files.TryLock(Path.Combine(folder, "bucket.lock"), create: true)
            ?? throw new OpenTracesException(OpenTracesErrorCode.StoreBusy, $"Another process is making the bucket in '{folder}'. Try again.");
        if (!files.Exists(path))
            files.WriteWhole(path, [.. json.Utf8.Span, (byte)'\n'], ".bucket.tmp");
    }

    private static BucketFile Read(StoreFiles files, string path)
    {
        try
        {
            var json = RawJson.Parse(files.ReadAll(path));
            if (json.TryGetMember("format_version"u8, out var version) && json.GetString("bucket_id"u8) is { } id)
            {
                return version.ToString() == "0"
                    ? new BucketFile(id, json.GetString("codec"u8) ?? "brotli")
                    : throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                        $"'{path}' is of format {version}; this version reads format {FormatVersion}. Use a newer OpenTraces.");
            }
        }
        catch (JsonException e)
        {
            throw Damaged(path, e);
        }

        throw Damaged(path, null);
    }

    private static OpenTracesException Damaged(string path, Exception? inner) => new(OpenTracesErrorCode.StoreCorrupt,
        $"'{path}' is not readable as a bucket's description. Restore it from a copy, or import into a new folder.", inner);
}
