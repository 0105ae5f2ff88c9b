using OpenTraces.Bucket.Segments.Files;

namespace OpenTraces.Bucket.Index;

/// <summary>
/// Keeps the parts of a trace until the index takes them. Of a large session they lie in a file of the index's folder which
/// has no name any more, so that memory stays bounded and nothing is left behind, whatever happens.
/// </summary>
internal sealed class PagePartSpool(StoreFiles files, IndexFolder folder, int maxHeld = PagePartSpool.MaxHeld) : IDisposable
{
    /// <summary>So many bytes of words are held in memory: a session of some 200 MB.</summary>
    private const int MaxHeld = 4 * 1024 * 1024;

    private readonly List<(PagePart Part, long Offset, int Length)> _parts = [];
    private StoreFile? _file;
    private long _fileLength;
    private long _held;

    /// <summary>False when the file could not be written: parts are missing then.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Takes a part, whose words need not stay.</summary>
    public void Add(PagePart part)
    {
        try
        {
            if (IsComplete)
                Keep(part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is captured must not depend on what can be made again.
            IsComplete = false;
            _parts.Clear();
            Dispose();
        }
    }

    /// <summary>The parts, in order, each valid until the next.</summary>
    public IEnumerable<PagePart> Read()
    {
        foreach (var (part, offset, length) in _parts)
        {
            if (offset < 0)
            {
                yield return part;
                continue;
            }

            var words = new byte[length];
            if (_file!.Read(offset, words) < length)
                throw new IOException("A temporary file of the search index is shorter than what was written to it.");
            yield return part with { Words = words };
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Keep(PagePart part)
    {
        var length = part.Words.Length;
        if (_held + length <= maxHeld)
        {
            _held += length;
            _parts.Add((part with { Words = part.Words.ToArray() }, -1, length));
            return;
        }

        _file ??= CreateFile();
        _file.Write(_fileLength, part.Words.Span);
        _parts.Add((part with { Words = default }, _fileLength, length));
        _fileLength += length;
    }

    private StoreFile CreateFile()
    {
        var path = folder.NewSpoolPath();
        var file = files.Create(path);
        try
        {
            files.Delete(path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
