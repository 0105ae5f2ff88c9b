using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>
/// A file as it was when it was opened: what is added later belongs to the next reading. A compressed one is its content:
/// the same session is the same bytes, whether its harness has compressed it by now or not.
/// </summary>
internal sealed class SessionFile : IDisposable
{
    private const string Compressed = ".zst";
    private readonly Stream _content;

    private SessionFile(string path, long length, Stream content)
    {
        Location = path;
        Length = length;
        _content = content;
    }

    public string Location { get; }

    /// <summary>Bytes on disk.</summary>
    public long Length { get; }

    public bool IsCompressed => _content is ZstdStream;

    /// <summary>The name without folders, as it is when the file is not compressed.</summary>
    public string Name
    {
        get
        {
            var name = Path.GetFileName(Location);
            return IsCompressed && name.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase) ? name[..^Compressed.Length] : name;
        }
    }

    /// <summary>The bytes from the start.</summary>
    public Stream Content
    {
        get
        {
            _content.Position = 0;
            return _content;
        }
    }

    public static SessionFile Open(string path)
    {
        var stream = OpenShared(path);
        var length = stream.Length;
        var bounded = new BoundedStream(stream, length);
        Span<byte> start = stackalloc byte[4];
        var read = bounded.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return new SessionFile(path, length, ZstdStream.IsZstd(start[..read]) ? new ZstdStream(bounded, path) : bounded);
    }

    /// <summary>Whether a header of that length, read with that limit, is everything.</summary>
    public bool IsWhole(int headerLength, int limit) => IsCompressed ? headerLength < limit : headerLength == Length;

    /// <summary>The bytes detection looks at.</summary>
    public async ValueTask<byte[]> ReadHeaderAsync(int length, CancellationToken cancellationToken)
    {
        var header = new byte[IsCompressed ? length : (int)Math.Min(length, Length)];
        var read = await Content.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return read == header.Length ? header : header[..read];
    }

    /// <summary>The bytes as a source of a trace.</summary>
    public RawSource ToSource(long length, ContentHash hash)
    {
        var open = Opening();
        return new RawSource
        {
            Name = RawSource.MainName,
            Length = length,
            Hash = hash,
            Location = Location,
            Open = () => new BoundedStream(open(), length),
        };
    }

    /// <summary>Some bytes in the middle as the whole source of a trace of their own.</summary>
    public RawSource ToRowSource(long start, int line, ReadOnlySpan<byte> bytes)
    {
        var (open, length) = (Opening(), bytes.Length);
        return new RawSource
        {
            Name = RawSource.MainName,
            Length = length,
            Hash = ContentHash.Of(bytes),
            Location = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Location}:{line}"),
            Open = () => new BoundedStream(open(), length, start),
        };
    }

    public void Dispose() => _content.Dispose();

    /// <summary>Opens the content once more, as long as it is now, also when this is closed.</summary>
    public Func<Stream> Opening()
    {
        var (path, onDisk, isCompressed) = (Location, Length, IsCompressed);
        return () =>
        {
            var bounded = new BoundedStream(OpenShared(path), onDisk);
            return isCompressed ? new ZstdStream(bounded, path) : bounded;
        };
    }

    /// <summary>The harness goes on writing, and may move or delete the file, while it is read.</summary>
    private static FileStream OpenShared(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.SequentialScan,
        BufferSize = 0,
    });
}
