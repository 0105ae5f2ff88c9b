using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OpenTraces.Bucket;

/// <summary>Puts a bucket into a container.</summary>
[Experimental("OT0001")]
public static class OpenTracesServiceCollectionExtensions
{
    /// <summary>
    /// Adds the bucket in a folder as <see cref="ITraceStore"/> and as <see cref="TraceBucketHandle"/>, both single. It is opened by
    /// whoever first asks it for something and closed with the container. Registered <see cref="IRecordBuilder"/>s and an
    /// <see cref="ITrailProjector"/> serve its rebuilding. What is registered already stays.
    /// </summary>
    /// <param name="services">The container to be.</param>
    /// <param name="path">The folder of the bucket, as it is: <c>~</c> and environment variables are the host's business.</param>
    /// <param name="configure">Changes the options before the bucket is opened.</param>
    public static IOpenTracesBuilder AddOpenTraces(this IServiceCollection services, string path, Action<BucketOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        services.TryAddSingleton(provider => Create(provider, path, configure));
        services.TryAddSingleton<ITraceStore>(provider => new DeferredTraceStore(provider.GetRequiredService<TraceBucketHandle>()));
        return new OpenTracesBuilder(services);
    }

    /// <summary>The same under a key, for a host with more than one bucket.</summary>
    public static IOpenTracesBuilder AddKeyedOpenTraces(
        this IServiceCollection services, object key, string path, Action<BucketOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(path);
        services.TryAddKeyedSingleton(key, (provider, _) => Create(provider, path, configure));
        services.TryAddKeyedSingleton<ITraceStore>(
            key, (provider, which) => new DeferredTraceStore(provider.GetRequiredKeyedService<TraceBucketHandle>(which)));
        return new OpenTracesBuilder(services);
    }

    private static TraceBucketHandle Create(IServiceProvider provider, string path, Action<BucketOptions>? configure)
    {
        var options = new BucketOptions { TrailProjector = provider.GetService<ITrailProjector>() };
        if (provider.GetService<TimeProvider>() is { } clock)
            options.Clock = clock;
        foreach (var builder in provider.GetServices<IRecordBuilder>())
            options.RecordBuilders.Add(builder);
        configure?.Invoke(options);
        return new TraceBucketHandle(path, options);
    }

    private sealed record OpenTracesBuilder(IServiceCollection Services) : IOpenTracesBuilder;
}
