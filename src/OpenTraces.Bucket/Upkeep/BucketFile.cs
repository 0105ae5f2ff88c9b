using System.Text;
using System.Text.Json;
using OpenTraces.Bucket.Segments;
using OpenTraces.Bucket.Segments.Files;
using OpenTraces.Schema;

namespace OpenTraces.Bucket.Upkeep;

/// <summary><c>bucket.json</c>: written once, when the bucket is made.</summary>
/// <param name="BucketId">Random; it tells buckets apart.</param>
/// <param name="Codec">The codec new frames are written with. Every frame names its own, so others can be read.</param>
internal sealed record BucketFile(string BucketId, FrameCodec Codec)
{
    /// <summary>The format this version reads and writes. Every later one reads it too; 0 was a draft and is not read.</summary>
    public const int FormatVersion = 1;

    private const string Name = "bucket.json";
    private const string Brotli = "brotli";
    private const string Zstd = "zstd";

    /// <summary>Where what is canonical lies beside this file.</summary>
    private static readonly string[] Homes = ["events", "blobs"];

    /// <summary>Reads the file, or makes the bucket's folder and the file.</summary>
    public static async ValueTask<BucketFile> OpenOrCreateAsync(
        StoreFiles files, string folder, BucketOptions options, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, Name);
        if (!files.Exists(path))
        {
            RequireNothingHeld(files, folder, path);
            if (options.ReadOnly)
            {
                throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                    $"There is no bucket in '{folder}'. Open it without read-only once, or name the right folder.");
            }

            ForeignFolder.Refuse(folder);
            await CreateAsync(files, folder, path, options, cancellationToken).ConfigureAwait(false);
        }

        return Read(files, path);
    }

    /// <summary>Writes the file anew where it is lost or damaged and there is a bucket; true when it did. The id is then a new one.</summary>
    public static async ValueTask<bool> RestoreAsync(
        StoreFiles files, string folder, BucketOptions options, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, Name);
        if (!HasFolders(files, folder))
            return false;
        try
        {
            if (files.Exists(path))
            {
                Read(files, path);
                return false;
            }
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt)
        {
            files.Delete(path);
        }

        await CreateAsync(files, folder, path, options, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Refuses a folder that holds no bucket, and a bucket of another format, before anything of it is touched.</summary>
    public static void RequireReadable(StoreFiles files, string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!files.Exists(path) && !HasFolders(files, folder))
            throw new OpenTracesException(OpenTracesErrorCode.Precondition, $"There is no bucket in '{folder}'. Name the right folder.");
        try
        {
            if (files.Exists(path))
                Read(files, path);
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.StoreCorrupt)
        {
            // That is what a repair is for.
        }
    }

    /// <summary>Gives the bucket another id: positions in its log that others keep count no more.</summary>
    public static void Renew(StoreFiles files, string folder)
    {
        var path = Path.Combine(folder, Name);
        files.WriteWhole(path, Serialize(Read(files, path).Codec == FrameCodec.Zstd ? Zstd : Brotli), ".bucket.tmp");
    }

    /// <summary>A bucket that lost this file must not get another id by being opened: what it holds would be taken for a new one's.</summary>
    private static void RequireNothingHeld(StoreFiles files, string folder, string path)
    {
        var isHeld = Homes.Any(home => files.List(Path.Combine(folder, home), SegmentFormat.Extension).Count > 0);

        // Whoever makes the bucket at this moment writes the file before the first segment.
        if (isHeld && !files.Exists(path))
        {
            throw new OpenTracesException(OpenTracesErrorCode.StoreCorrupt,
                $"'{path}' is missing, and there is a bucket beside it. Run 'opentraces bucket repair', which writes it anew, or restore it from a copy.");
        }
    }

    private static bool HasFolders(StoreFiles files, string folder) => Homes.Any(home => files.FolderExists(Path.Combine(folder, home)));

    private static async ValueTask CreateAsync(
        StoreFiles files, string folder, string path, BucketOptions options, CancellationToken cancellationToken)
    {
        CreateDurably(files, folder);

        // Another process may do the same now; whoever takes the lock first decides the id.
        using var exclusive = await new LockWaiter(options.Clock, options.LockTimeout)
            .AcquireAsync(files, Path.Combine(folder, "bucket.lock"), cancellationToken).ConfigureAwait(false);
        if (!files.Exists(path))
            files.WriteWhole(path, Serialize(options.Codec == BucketCodec.Zstd ? Zstd : Brotli), ".bucket.tmp");
    }

    private static byte[] Serialize(string name)
    {
        var id = Guid.NewGuid().ToString("D");
        var json = RawJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("format_version"u8, FormatVersion);
            writer.WriteString("bucket_id"u8, id);
            writer.WriteString("codec"u8, name);
            writer.WriteString("checksum"u8, Checksum(id, name));
            writer.WriteEndObject();
        });

        return [.. json.Utf8.Span, (byte)'\n'];
    }

    private static BucketFile Read(StoreFiles files, string path)
    {
        try
        {
            var json = RawJson.Parse(files.ReadAll(path));
            if (json.TryGetMember("format_version"u8, out var version) && json.GetString("bucket_id"u8) is { } id)
            {
                RequireVersion(path, version.ToString());
                return json.GetString("codec"u8) switch
                {
                    var codec when json.GetString("checksum"u8) != Checksum(id, codec ?? "") => throw Damaged(path, null),
                    Brotli => new BucketFile(id, FrameCodec.Brotli),
                    Zstd => new BucketFile(id, FrameCodec.Zstd),
                    var other => throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                        $"'{path}' names the codec '{other}', which this version does not know. Use a newer OpenTraces."),
                };
            }
        }
        catch (JsonException e)
        {
            throw Damaged(path, e);
        }

        throw Damaged(path, null);
    }

    /// <summary>Creates a folder and those above it, each flushed into the one that holds it.</summary>
    private static void CreateDurably(StoreFiles files, string folder)
    {
        if (files.FolderExists(folder))
            return;
        var above = Path.GetDirectoryName(folder);
        if (above is not null)
            CreateDurably(files, above);
        files.CreateFolder(folder);
        if (above is not null)
            files.FlushFolder(above);
    }

    private static string Checksum(string id, string codec) =>
        ContentHash.Of(Encoding.UTF8.GetBytes($"{FormatVersion}\n{id}\n{codec}")).ToString();

    private static void RequireVersion(string path, string version)
    {
        if (version == "0")
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"'{path}' is of format 0, a draft that is not read any more. Import the sessions again into a new folder; the version that made it gives them back with 'trace get ID --raw'.");
        }

        if (version != "1")
        {
            throw new OpenTracesException(OpenTracesErrorCode.Precondition,
                $"'{path}' is of format {version}; this version reads format {FormatVersion}. Use a newer OpenTraces.");
        }
    }

    private static OpenTracesException Damaged(string path, Exception? inner) => new(OpenTracesErrorCode.StoreCorrupt,
        $"'{path}' is not readable as a bucket's description. Run 'opentraces bucket repair', which writes it anew, or restore it from a copy.", inner);
}
