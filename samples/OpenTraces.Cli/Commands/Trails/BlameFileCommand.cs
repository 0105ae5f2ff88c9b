using System.CommandLine;
using System.Globalization;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Cli.Commands.Trails;

internal static class BlameFileCommand
{
    public static Command Build(CliHost host)
    {
        var target = new Argument<string>("PATH[:LINE]") { Description = "A file, or one line of it, as it stands in HEAD." };
        var repo = CommonOptions.Repo();
        var command = new Command("file", "Which session and step wrote each line of a file.") { target, repo };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (path, line) = Split(parsed.GetRequiredValue(target));
            await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
            var trail = await TraceTrail.OpenAsync(host.Resolve(parsed.GetValue(repo) ?? "."), bucket, cancellationToken: cancellationToken);
            return await ShowAsync(host, trail, "HEAD", path, line, parsed.GetValue(CommonOptions.Json), cancellationToken);
        });
        return command;
    }

    public static async Task<int> ShowAsync(
        CliHost host, TraceTrail trail, string revision, string path, int? line, bool json, CancellationToken cancellationToken)
    {
        var blame = await trail.BlameFileAsync(revision, path, cancellationToken);
        if (line is { } wanted)
        {
            if (wanted < 1 || wanted > blame.Lines.Count)
            {
                throw new OpenTracesException(OpenTracesErrorCode.NotFound,
                    $"{blame.Path} has lines 1 to {blame.Lines.Count} in {blame.Commit[..10]}; there is no line {wanted}.");
            }

            blame = blame with { Lines = [blame.Lines[wanted - 1]] };
        }

        await ShallowWarning.WriteAsync(host, trail);
        if (json)
            await JsonOutput.WriteAsync(host, w => BlameRendering.WriteFile(w, blame), cancellationToken);
        else
            BlameRendering.ShowFile(host.Screen, blame);
        return ExitCode.Ok;
    }

    private static (string Path, int? Line) Split(string target)
    {
        var colon = target.LastIndexOf(':');
        return colon > 0 && int.TryParse(target.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? (target[..colon], line)
            : (target, null);
    }
}
