using OpenTraces.Cli.Hosting;
using OpenTraces.Trail;

namespace OpenTraces.Cli.Commands.Trails;

internal static class ShallowWarning
{
    /// <summary>Says beside an answer, also one in JSON, that the history it was read from is cut.</summary>
    public static async Task WriteAsync(CliHost host, TraceTrail trail)
    {
        if (trail.IsShallow)
        {
            await host.Error.WriteLineAsync(
                "opentraces: This clone is shallow, so nothing is known of what came in before its history begins. 'git fetch --unshallow' brings the rest.");
        }
    }
}
