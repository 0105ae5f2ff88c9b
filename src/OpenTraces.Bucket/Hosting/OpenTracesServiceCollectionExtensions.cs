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
    /// <see cref="ITrailProjector"/> serve its rebuilding. Adding the same folder again changes nothing.
    /// </summary>
    /// <param name="services">The container to be.</param>
    /// <param name="path">The folder of the bucket, as it is: <c>~</c> and environment variables are the host's business.</param>
    /// <param name="configure">Changes the options before the bucket is opened.</param>
    /// <exception cref="InvalidOperationException">Another folder was added before; see <see cref="AddKeyedOpenTraces"/>.</exception>
    public static IOpenTracesBuilder AddOpenTraces(this IServiceCollection services, string path, Action<BucketOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Register(services, null, path);
        services.TryAddSingleton(provider => Create(provider, path, configure));
        services.TryAddSingleton<ITraceStore>(provider => new DeferredTraceStore(provider.GetRequiredService<TraceBucketHandle>()));
        return new OpenTracesBuilder(services);
    }

    /// <summary>The same under a key, for a host with more than one bucket.</summary>
    /// <exception cref="InvalidOperationException">Another folder was added before under that key.</exception>
    public static IOpenTracesBuilder AddKeyedOpenTraces(
        this IServiceCollection services, object key, string path, Action<BucketOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Register(services, key, path);
        services.TryAddKeyedSingleton(key, (provider, _) => Create(provider, path, configure));
        services.TryAddKeyedSingleton<ITraceStore>(
            key, (provider, which) => new DeferredTraceStore(provider.GetRequiredKeyedService<TraceBucketHandle>(which)));
        return new OpenTracesBuilder(services);
    }

    /// <summary>A second bucket in the place of the first would be left out without a word.</summary>
    private static void Register(IServiceCollection services, object? key, string path)
    {
        var folder = Path.GetFullPath(path);
        var known = services.Select(s => s.IsKeyedService ? null : s.ImplementationInstance).OfType<BucketRegistration>()
            .FirstOrDefault(r => Equals(r.Key, key));
        if (known is null)
        {
            services.AddSingleton(new BucketRegistration(key, folder));
        }
        else if (known.Folder != folder)
        {
            throw new InvalidOperationException(
                $"The bucket in '{known.Folder}' is registered already, so the one in '{folder}' would not be used. Add each with AddKeyedOpenTraces under a key of its own.");
        }
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

    private sealed record BucketRegistration(object? Key, string Folder);

    private sealed record OpenTracesBuilder(IServiceCollection Services) : IOpenTracesBuilder;
}
