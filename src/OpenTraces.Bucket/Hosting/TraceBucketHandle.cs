using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Bucket;

/// <summary>A bucket that is opened when it is first needed, once for all who need it.</summary>
[Experimental("OT0001")]
public sealed class TraceBucketHandle : IAsyncDisposable
{
    private readonly string _path;
    private readonly BucketOptions _options;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private TraceBucket? _bucket;
    private bool _isDisposed;

    /// <summary>A handle on the bucket in a folder; nothing is opened yet.</summary>
    public TraceBucketHandle(string path, BucketOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
        _options = options ?? new BucketOptions();
    }

    /// <summary>The bucket. An opening that failed is tried again by the next call. The handle closes it.</summary>
    /// <exception cref="Schema.OpenTracesException">As opening the bucket itself.</exception>
    public async ValueTask<TraceBucket> OpenAsync(CancellationToken cancellationToken = default)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _bucket ??= await TraceBucket.OpenAsync(_path, _options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Closes the bucket if it was opened.</summary>
    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_bucket is not null && !_isDisposed)
                await _bucket.DisposeAsync().ConfigureAwait(false);
            _isDisposed = true;
        }
        finally
        {
            _opening.Release();
        }
    }
}
