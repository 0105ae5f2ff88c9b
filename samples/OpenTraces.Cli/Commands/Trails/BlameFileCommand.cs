using System.CommandLine;
using OpenTraces.Cli.Hosting;
using OpenTraces.Cli.Output;
using OpenTraces.Schema;
using OpenTraces.Trail;

namespace OpenTraces.Cli.Commands.Trails;

internal static class BlameFileCommand
{
    public static Command Build(CliHost host)
    {
        var target = new Argument<string>("PATH[:LINE[-LINE]]") { Description = "A file, or some lines of it, as it stands in HEAD." };
        var repo = CommonOptions.Repo();
        var command = new Command("file", "Which session and step wrote each line of a file.") { target, repo };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var bucket = await Buckets.OpenToReadAsync(host, cancellationToken);
            var trail = await TraceTrail.OpenAsync(host.Resolve(parsed.GetValue(repo) ?? "."), bucket, cancellationToken: cancellationToken);
            var blame = await BlameAsync(trail, parsed.GetRequiredValue(target), cancellationToken);
            return await ShowAsync(host, trail, blame, parsed.GetValue(CommonOptions.Json), cancellationToken);
        });
        return command;
    }

    public static async Task<int> ShowAsync(CliHost host, TraceTrail trail, FileBlame blame, bool json, CancellationToken cancellationToken)
    {
        await ShallowWarning.WriteAsync(host, trail);
        if (json)
            await JsonOutput.WriteAsync(host, w => BlameRendering.WriteFile(w, blame), cancellationToken);
        else
            BlameRendering.ShowFile(host.Screen, blame);
        return ExitCode.Ok;
    }

    private static async Task<FileBlame> BlameAsync(TraceTrail trail, string target, CancellationToken cancellationToken)
    {
        if (LineTarget.Read(target) is not { } part)
            return await trail.BlameFileAsync("HEAD", trail.ResolvePath(target), cancellationToken);
        try
        {
            // A name may hold a colon and a number.
            return await trail.BlameFileAsync("HEAD", trail.ResolvePath(target), cancellationToken);
        }
        catch (OpenTracesException e) when (e.Code == OpenTracesErrorCode.NotFound)
        {
            return part.Of(await trail.BlameFileAsync("HEAD", trail.ResolvePath(part.Path), cancellationToken));
        }
    }
}
