using System.Diagnostics.CodeAnalysis;

namespace OpenTraces.Bucket;

/// <summary>A place a bucket can be synchronised with. It stores opaque objects under names and knows nothing of traces.</summary>
/// <remarks>
/// Every implementation guarantees: (1) a name is either absent or holds all the bytes of one put; (2) putting the same
/// bytes under the same name again is not an error; (3) a put under an existing name with other bytes fails with
/// <see cref="Schema.OpenTracesErrorCode.RemoteRejected"/>; (4) nothing is sent before the caller asks.
/// </remarks>
[Experimental("OT0001")]
public interface ITraceRemote
{
    /// <summary>How a person tells remotes apart.</summary>
    string Name { get; }

    /// <summary>The names below a prefix, in ordinal order.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>The object's bytes; null when there is none.</summary>
    ValueTask<Stream?> OpenReadAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Stores an object.</summary>
    ValueTask PutAsync(string name, Stream content, CancellationToken cancellationToken = default);
}
