using OpenTraces.Bucket;
using OpenTraces.Schema;

namespace OpenTraces.Capture.Import;

/// <summary>A file as it was when it was opened: what is added later belongs to the next reading.</summary>
internal sealed class SessionFile : IDisposable
{
    private readonly BoundedStream _content;

    private SessionFile(string path, long length, BoundedStream content)
    {
        Location = path;
        Length = length;
        _content = content;
    }

    public string Location { get; }

    public long Length { get; }

    public string Name => Path.GetFileName(Location);

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
        return new SessionFile(path, length, new BoundedStream(stream, length));
    }

    /// <summary>The bytes detection looks at.</summary>
    public async ValueTask<byte[]> ReadHeaderAsync(int length, CancellationToken cancellationToken)
    {
        var header = new byte[(int)Math.Min(length, Length)];
        var read = await Content.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return read == header.Length ? header : header[..read];
    }

    /// <summary>The bytes as a source of a trace.</summary>
    public RawSource ToSource(long length, ContentHash hash)
    {
        var path = Location;
        return new RawSource
        {
            Name = RawSource.MainName,
            Length = length,
            Hash = hash,
            Location = path,
            Open = () => new BoundedStream(OpenShared(path), length),
        };
    }

    /// <summary>Some bytes in the middle as the whole source of a trace of their own.</summary>
    public RawSource ToRowSource(long start, int line, ReadOnlySpan<byte> bytes)
    {
        var (path, length) = (Location, bytes.Length);
        return new RawSource
        {
            Name = RawSource.MainName,
            Length = length,
            Hash = ContentHash.Of(bytes),
            Location = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path}:{line}"),
            Open = () => new BoundedStream(OpenShared(path), length, start),
        };
    }

    public void Dispose() => _content.Dispose();

    /// <summary>The harness goes on writing, and may move or delete the file, while it is read.</summary>
    private static FileStream OpenShared(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        BufferSize = 0,
    });
}
