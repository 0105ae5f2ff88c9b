using Microsoft.Extensions.DependencyInjection;
using OpenTraces.TestKit;
using Xunit;

namespace OpenTraces.Bucket.Tests.Hosting;

public sealed class ServiceCollectionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_store_from_a_container_opens_with_its_first_call_and_closes_with_the_container()
    {
        var services = new ServiceCollection();
        services.AddOpenTraces(_folder["bucket"], o => o.Codec = BucketCodec.Brotli);
        await using (var provider = services.BuildServiceProvider())
        {
            var store = provider.GetRequiredService<ITraceStore>();
            Assert.Same(store, provider.GetRequiredService<ITraceStore>());
            Assert.False(Directory.Exists(_folder["bucket"]));
            await store.AddAsync(Some.Trace());
            Assert.NotNull(await store.FindAsync(Some.Trace().Key.ToTraceId()));
            Assert.Contains("brotli", await File.ReadAllTextAsync(_folder["bucket/bucket.json"]), StringComparison.Ordinal);
        }

        await using var bucket = await TraceBucket.OpenAsync(_folder["bucket"]);
        Assert.Single(await bucket.ListAsync().ToListAsync());
    }

    [Fact]
    public async Task Two_buckets_live_in_one_container_under_keys()
    {
        var services = new ServiceCollection();
        services.AddKeyedOpenTraces("mine", _folder["mine"]);
        services.AddKeyedOpenTraces("theirs", _folder["theirs"]);
        await using var provider = services.BuildServiceProvider();
        var mine = provider.GetRequiredKeyedService<ITraceStore>("mine");
        await mine.AddAsync(Some.Trace());
        Assert.Empty(await provider.GetRequiredKeyedService<ITraceStore>("theirs").ListAsync().ToListAsync());
        Assert.Single(await mine.ListAsync().ToListAsync());
    }

    [Fact]
    public void A_second_bucket_without_a_key_is_refused_and_the_message_names_both_and_the_way()
    {
        var services = new ServiceCollection();
        services.AddOpenTraces(_folder["mine"]);
        var count = services.Count;
        services.AddOpenTraces(_folder["mine/../mine"]);
        Assert.Equal(count, services.Count);
        var error = Assert.Throws<InvalidOperationException>(() => services.AddOpenTraces(_folder["theirs"]));
        foreach (var named in new[] { _folder["mine"], _folder["theirs"], nameof(OpenTracesServiceCollectionExtensions.AddKeyedOpenTraces) })
            Assert.Contains(named, error.Message, StringComparison.Ordinal);
        services.AddKeyedOpenTraces("theirs", _folder["theirs"]);
        Assert.Throws<InvalidOperationException>(() => services.AddKeyedOpenTraces("theirs", _folder["others"]));
    }
}
