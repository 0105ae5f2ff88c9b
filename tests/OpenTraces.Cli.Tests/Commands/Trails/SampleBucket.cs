using OpenTraces.Cli.Sample;
using Xunit;

namespace OpenTraces.Cli.Tests.Commands.Trails;

/// <summary>A bucket with the sessions of the bundled sample. Its tests only read, so they share it.</summary>
public sealed class SampleBucket : IAsyncLifetime
{
    internal Cli Cli { get; } = new();

    internal IReadOnlyList<string> Traces { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var sample = await SampleBuilder.BuildAsync(Cli.Folder["sample"], CancellationToken.None);
        var import = await Cli.RunAsync(["capture", "import", .. sample.SessionPaths, "--json"]);
        Assert.True(import.Code == 0, import.Error);
        Traces = [.. import.Json().GetProperty("traces").EnumerateArray().Select(t => t.GetProperty("trace_id").GetString()!)];
        Cli.WorkingDirectory = sample.RepositoryPath;
    }

    public ValueTask DisposeAsync()
    {
        Cli.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Task<CliResult> TrackAsync(params string[] arguments) => Cli.RunAsync(["trail", "track", .. arguments]);
}
