using System.Buffers;
using OpenTraces.Bucket.Blobs;

namespace OpenTraces.Bucket.Records;

/// <summary>
/// Cuts a sequence of items into pages. Where a page ends depends on the items up to there alone, so a grown sequence
/// shares every full page with its earlier self. Early pages are small: the unfinished last page, which every generation
/// stores anew, then stays a small part of a small session.
/// </summary>
/// <param name="blobs">Takes the pages.</param>
/// <param name="closed">Told of every page as soon as it is put.</param>
internal sealed class PageWriter(IBlobStore blobs, Action<Page>? closed = null)
{
    private const int SmallestPage = 2 * 1024;
    private const int LargestPage = 32 * 1024;
    private const int GrowthDivisor = 16;

    private readonly ArrayBufferWriter<byte> _page = new(LargestPage);
    private readonly List<Page> _pages = [];
    private long _before;
    private int _first;
    private int _last;

    /// <summary>Writes one item; <paramref name="number"/> is greater than the one before.</summary>
    public async ValueTask AddAsync<T>(int number, T item, Action<IBufferWriter<byte>, T> write, CancellationToken cancellationToken)
    {
        if (_page.WrittenCount == 0)
            _first = number;
        _last = number;
        write(_page, item);
        _page.Write("\n"u8);
        if (_page.WrittenCount >= Math.Clamp(_before / GrowthDivisor, SmallestPage, LargestPage))
            await CloseAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<Page>> FinishAsync(CancellationToken cancellationToken)
    {
        if (_page.WrittenCount > 0)
            await CloseAsync(cancellationToken).ConfigureAwait(false);
        return _pages;
    }

    private async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        var address = await blobs.PutAsync(_page.WrittenMemory, cancellationToken).ConfigureAwait(false);
        var page = new Page(_first, _last, address);
        _pages.Add(page);
        closed?.Invoke(page);
        _before += _page.WrittenCount;
        _page.ResetWrittenCount();
    }
}
