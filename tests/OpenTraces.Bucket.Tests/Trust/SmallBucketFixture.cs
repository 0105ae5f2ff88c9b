using Xunit;

namespace OpenTraces.Bucket.Tests.Trust;

/// <summary>One <see cref="SmallBucket"/> for the tests that damage copies of it.</summary>
public sealed class SmallBucketFixture : IAsyncLifetime
{
    internal SmallBucket Bucket { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Bucket = await SmallBucket.CreateAsync();

    public ValueTask DisposeAsync()
    {
        Bucket.Dispose();
        return ValueTask.CompletedTask;
    }
}
